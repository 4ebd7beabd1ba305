import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { ChildHost } from "#main/process/child-host.ts";
import { supervise } from "#main/process/supervisor.ts";
import { fromWire } from "#main/process/wire.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { hasherContract } from "./contract.ts";

export interface HashFiles {
  readonly childHost: ChildHost;
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
  /** Bytes read so far, of all files together. */
  readonly onProgress: (bytes: number) => void;
}

/** SHA-256 of files, read in a process of its own. Throws NOT_FOUND, CANCELLED. */
export async function hashFiles({ childHost, paths, signal, onProgress }: HashFiles): Promise<string[]> {
  const cancelled = (): AppError => new AppError("CANCELLED", "Cancelled.", {});
  if (signal.aborted) throw cancelled();
  const child = supervise(childHost, "hasher", ({ code, signal: killed, lastWords }) => {
    if (signal.aborted) return cancelled();
    return new Error(`The hasher has ended (${killed ?? String(code)}): ${lastWords.slice(-500)}`);
  });
  const kill = (): void => child.kill();
  signal.addEventListener("abort", kill, { once: true });
  try {
    const rpc: ContractRouterClient<typeof hasherContract> = createORPCClient(
      new RPCLink({ port: child.port as never }),
    );
    const events = await child.guard(rpc.hash({ paths: [...paths] }));
    for (;;) {
      const { value, done } = await child.guard(events.next());
      if (done) throw new Error("The hasher ended its work without a result");
      if (value.type === "done") return value.sha256;
      onProgress(value.bytes);
    }
  } catch (error) {
    throw fromWire(error, ["NOT_FOUND"]);
  } finally {
    signal.removeEventListener("abort", kill);
    child.kill();
  }
}
