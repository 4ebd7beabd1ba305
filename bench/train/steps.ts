import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "#main/process/environment.ts";
import type { ProfileAnswer, ProfileRequest } from "./profile-process.ts";
import type { Product, ProductsRequest } from "./products-process.ts";
import type { StepsAnswer, StepsRequest } from "./steps-process.ts";

/** Real steps in a process of their own, with a trainer's environment: its memory is theirs alone. */
export function measureSteps(request: StepsRequest, signal: AbortSignal): Promise<StepsAnswer> {
  return askProcess("steps-process.ts", request, signal);
}

/** How fast this computer multiplies, by type and layout. */
export function measureProducts(request: ProductsRequest, signal: AbortSignal): Promise<Product[]> {
  return askProcess("products-process.ts", request, signal);
}

/** One step, operation by operation. */
export function profileStep(request: ProfileRequest, signal: AbortSignal): Promise<ProfileAnswer> {
  return askProcess("profile-process.ts", request, signal);
}

async function askProcess<T>(
  file: string,
  request: StepsRequest | ProductsRequest | ProfileRequest,
  signal: AbortSignal,
): Promise<T> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(entry, { env: childEnvironment("trainer"), execArgv: [], signal });
  try {
    const answered = once(child, "message") as Promise<[T]>;
    const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`${file} ended with ${String(code)}`)));
    child.send(request);
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  } finally {
    child.kill("SIGKILL");
  }
}
