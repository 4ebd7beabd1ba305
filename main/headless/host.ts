import { noBin, type Host } from "#main/host.ts";
import { AppError } from "#main/rpc/errors.ts";
import { moveToSystemBin } from "./system-bin.ts";

/** A browser tab has no window system of ours: paths are typed, folders are not opened, nothing pops up. */
export function createHeadlessHost(): Host {
  return {
    kind: "headless",
    canPickFiles: false,
    canReveal: false,
    pick: () => Promise.reject(notHere("choosing a file in a dialog", "type or paste its path")),
    pickDocuments: () => Promise.reject(notHere("choosing files in a dialog", "type or paste their paths")),
    reveal: () => Promise.reject(notHere("showing a folder", "copy its path")),
    async moveToBin(path) {
      try {
        await moveToSystemBin(path);
      } catch (error) {
        throw noBin(path, error);
      }
    },
    // Without a window system there is no keychain that every system has.
    sealing: null,
    notify: () => undefined,
  };
}

function notHere(what: string, instead: string): AppError<"NOT_SUPPORTED_HERE"> {
  return new AppError("NOT_SUPPORTED_HERE", `In a browser, ${what} is not possible: ${instead}.`, { what, instead });
}
