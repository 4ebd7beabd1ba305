import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "#main/process/environment.ts";
import type { OursAnswer, OursRequest } from "./ours-process.ts";

/** Our side, in a process of its own with a trainer's environment. */
export async function trainWithOurs(request: OursRequest, signal: AbortSignal): Promise<OursAnswer> {
  const entry = fileURLToPath(new URL("ours-process.ts", import.meta.url));
  const child = fork(entry, { env: childEnvironment("trainer"), execArgv: [], signal });
  try {
    const answered = once(child, "message") as Promise<[OursAnswer]>;
    const ended = once(child, "exit").then(([code]) =>
      Promise.reject(new Error(`Our side ended with ${String(code)}`)),
    );
    child.send(request);
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  } finally {
    child.kill("SIGKILL");
  }
}
