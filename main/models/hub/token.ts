import type { Host } from "#main/host.ts";
import type { HubStore } from "./store.ts";

/** The hub's token of the user. Sealed by the system's keychain where there is one; else in memory until Cloister is closed. */
export interface TokenKeeper {
  read(): string | null;
  /** null forgets it, here and on disk. */
  write(token: string | null): void;
  readonly keptIn: "keychain" | "session";
}

export function createTokenKeeper(host: Pick<Host, "sealing">, store: HubStore): TokenKeeper {
  let inMemory: string | null = null;
  return {
    get keptIn() {
      return host.sealing === null ? "session" : "keychain";
    },
    read() {
      if (inMemory !== null) return inMemory;
      const sealed = store.sealedToken();
      // Sealed by another user's keychain, or one that was reset: it has to be entered again.
      return sealed === null ? null : (inMemory = host.sealing?.open(sealed) ?? null);
    },
    write(token) {
      inMemory = token;
      store.keepSealedToken(token === null ? null : (host.sealing?.seal(token) ?? null));
    },
  };
}
