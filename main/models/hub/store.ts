import type { Store } from "#main/store/open.ts";
import type { DownloadPlan, Wanted } from "./plan.ts";

export interface HubStore {
  /** The licence of a repository that the user has agreed to; null when none. */
  acceptedLicence(repository: string): string | null;
  accept(repository: string, licence: string): void;
  sealedToken(): Buffer | null;
  keepSealedToken(sealed: Buffer | null): void;
  /** Until the download has ended well, or was thrown away. */
  rememberDownload(jobId: string, wanted: Wanted): void;
  rememberPlan(jobId: string, plan: DownloadPlan): void;
  download(jobId: string): { wanted: Wanted; plan: DownloadPlan | null } | null;
  forgetDownload(jobId: string): void;
}

const TOKEN = "hub-token";

export function createHubStore(store: Store): HubStore {
  const { db } = store;
  const licence = db.prepare<[string], { licence: string }>("SELECT licence FROM hub_licences WHERE repository = ?");
  const accept = db.prepare("INSERT OR REPLACE INTO hub_licences (repository, licence, accepted_at) VALUES (?, ?, ?)");
  const secret = db.prepare<[string], { sealed: Buffer }>("SELECT sealed FROM secrets WHERE name = ?");
  const keep = db.prepare("INSERT OR REPLACE INTO secrets (name, sealed) VALUES (?, ?)");
  const forget = db.prepare("DELETE FROM secrets WHERE name = ?");
  const addDownload = db.prepare("INSERT OR REPLACE INTO hub_downloads (job_id, wanted) VALUES (?, ?)");
  const setPlan = db.prepare("UPDATE hub_downloads SET plan = ? WHERE job_id = ?");
  const dropDownload = db.prepare("DELETE FROM hub_downloads WHERE job_id = ?");
  const download = db.prepare<[string], { wanted: string; plan: string | null }>(
    "SELECT wanted, plan FROM hub_downloads WHERE job_id = ?",
  );
  return {
    rememberDownload: (jobId, wanted) => void store.write(() => addDownload.run(jobId, JSON.stringify(wanted))),
    rememberPlan: (jobId, plan) => void store.write(() => setPlan.run(JSON.stringify(plan), jobId)),
    download(jobId) {
      const row = download.get(jobId);
      if (row === undefined) return null;
      const plan = row.plan === null ? null : (JSON.parse(row.plan) as DownloadPlan);
      return { wanted: JSON.parse(row.wanted) as Wanted, plan };
    },
    forgetDownload: (jobId) => void store.write(() => dropDownload.run(jobId)),
    acceptedLicence: (repository) => licence.get(repository)?.licence ?? null,
    accept: (repository, name) => void store.write(() => accept.run(repository, name, Date.now())),
    sealedToken: () => secret.get(TOKEN)?.sealed ?? null,
    keepSealedToken: (sealed) =>
      void store.write(() => (sealed === null ? forget.run(TOKEN) : keep.run(TOKEN, sealed))),
  };
}
