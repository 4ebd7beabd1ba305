import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "#main/process/environment.ts";
import type { BareAnswer, BareRequest } from "./bare-process.ts";

/** The reference: bare-process.ts, started once and asked as often as needed. */
export interface BareLoop {
  run(request: BareRequest): Promise<BareAnswer>;
  stop(): void;
}

export async function startBareLoop(model: string, contextTokens: number, sequences: number): Promise<BareLoop> {
  const entry = fileURLToPath(new URL("./bare-process.ts", import.meta.url));
  const child = fork(entry, [model, String(contextTokens), String(sequences)], {
    env: childEnvironment("engine"),
    execArgv: [],
  });
  const [ready] = (await next(child)) as [unknown];
  if (ready !== "ready") throw new Error("The bare loop did not start");
  return {
    async run(request) {
      const answer = next(child);
      child.send(request);
      const [value] = (await answer) as [BareAnswer];
      return value;
    },
    stop: () => void child.kill("SIGKILL"),
  };
}

/** The next message; rejects when the process ends instead. Leaves no listener behind, however often it is asked. */
async function next(child: ChildProcess): Promise<unknown[]> {
  const answered = new AbortController();
  const { signal } = answered;
  const failed = once(child, "exit", { signal }).then(() => Promise.reject(new Error("The bare loop has ended")));
  failed.catch(() => undefined);
  try {
    return await Promise.race([once(child, "message", { signal }), failed]);
  } finally {
    answered.abort();
  }
}
