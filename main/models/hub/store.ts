import type { Store } from "#main/store/open.ts";

export interface HubStore {
  /** The licence of a repository that the user has agreed to; null when none. */
  acceptedLicence(repository: string): string | null;
  accept(repository: string, licence: string): void;
  sealedToken(): Buffer | null;
  keepSealedToken(sealed: Buffer | null): void;
}

const TOKEN = "hub-token";

export function createHubStore(store: Store): HubStore {
  const { db } = store;
  const licence = db.prepare<[string], { licence: string }>("SELECT licence FROM hub_licences WHERE repository = ?");
  const accept = db.prepare("INSERT OR REPLACE INTO hub_licences (repository, licence, accepted_at) VALUES (?, ?, ?)");
  const secret = db.prepare<[string], { sealed: Buffer }>("SELECT sealed FROM secrets WHERE name = ?");
  const keep = db.prepare("INSERT OR REPLACE INTO secrets (name, sealed) VALUES (?, ?)");
  const forget = db.prepare("DELETE FROM secrets WHERE name = ?");
  return {
    acceptedLicence: (repository) => licence.get(repository)?.licence ?? null,
    accept: (repository, name) => void store.write(() => accept.run(repository, name, Date.now())),
    sealedToken: () => secret.get(TOKEN)?.sealed ?? null,
    keepSealedToken: (sealed) =>
      void store.write(() => (sealed === null ? forget.run(TOKEN) : keep.run(TOKEN, sealed))),
  };
}
