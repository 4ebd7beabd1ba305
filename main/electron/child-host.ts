import type { UtilityProcess, utilityProcess } from "electron";
import type { Child, ChildExit, ChildHost, ChildKind } from "#main/process/child-host.ts";
import { childEntry } from "#main/process/entry.ts";
import { listenForLastWords } from "#main/process/last-words.ts";
import { utilityProcessPort } from "#main/process/port.ts";

/** Children as Electron forks them. They get the environment that is given and nothing of ours. */
export function createElectronChildHost(utility: typeof utilityProcess): ChildHost {
  return {
    start(kind: ChildKind, env): Child {
      const child = utility.fork(childEntry(kind), [], {
        env,
        execArgv: [],
        stdio: ["ignore", "ignore", "pipe"],
        serviceName: `Cloister ${kind}`,
      });
      const lastWords = listenForLastWords(child.stderr as NodeJS.ReadableStream | null);
      const exit = new Promise<ChildExit>((resolve) => {
        child.once("exit", (code) => resolve({ code, signal: null, lastWords: lastWords() }));
      });
      return {
        get pid() {
          return child.pid;
        },
        port: utilityProcessPort(child, (listener) => child.once("exit", listener)),
        exit,
        kill: () => end(child),
      };
    },
  };
}

/** `UtilityProcess.kill` asks (SIGTERM); a child stuck in native code does not listen, so the system is told instead. */
function end(child: UtilityProcess): void {
  if (child.pid === undefined) {
    // Not started yet, or ended.
    child.once("spawn", () => end(child));
    return;
  }
  try {
    process.kill(child.pid, "SIGKILL");
  } catch {
    // It ended in the meantime.
  }
}
