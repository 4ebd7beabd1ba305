import { fork } from "node:child_process";
import type { Child, ChildExit, ChildHost, ChildKind } from "./child-host.ts";
import { childEntry } from "./entry.ts";
import { listenForLastWords } from "./last-words.ts";
import { nodePort } from "./port.ts";

/** Children as Node forks them: headless mode, tests and benches. `entryOf` is for tests with a child of their own. */
export function createNodeChildHost(entryOf: (kind: ChildKind) => string = childEntry): ChildHost {
  return {
    start(kind, env): Child {
      const child = fork(entryOf(kind), [], {
        env,
        // Ours (debugger ports, loaders of a test runner) are not the child's.
        execArgv: [],
        serialization: "advanced",
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      });
      const lastWords = listenForLastWords(child.stderr);
      const exit = new Promise<ChildExit>((resolve) => {
        child.once("error", (error) => resolve({ code: null, signal: null, lastWords: lastWords() || error.message }));
        child.once("close", (code, signal) => resolve({ code, signal, lastWords: lastWords() }));
      });
      return { pid: child.pid, port: nodePort(child), exit, kill: () => void child.kill("SIGKILL") };
    },
  };
}
