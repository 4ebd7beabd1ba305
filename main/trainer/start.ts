import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ChildExit, ChildHost } from "#main/process/child-host.ts";
import { supervise } from "#main/process/supervisor.ts";
import { fromWire } from "#main/process/wire.ts";
import { AppError, type ErrorCode } from "#main/rpc/errors.ts";
import type { TrainerClient, TrainerRpc } from "./client.ts";
import type { OutputsClient } from "./outputs-client.ts";
import type { TrainingClient } from "./training-client.ts";

/** Codes that a trainer sends, other than those of the transport. */
const SENT: readonly ErrorCode[] = [
  "INVALID_INPUT",
  "NOT_FOUND",
  "CONFLICT",
  "MODEL_INVALID",
  "UNSUPPORTED_ARCHITECTURE",
  "ADAPTER_INVALID",
  "ADAPTER_UNREADABLE",
  "DATA_INVALID",
  "DISK_FULL",
  "FOLDER_READ_ONLY",
  "TRAINING_TOO_LARGE",
  "TRAINING_DIVERGED",
  "MEMORY_SHORT",
];

type Done<E> = Extract<E, { type: "done" }>;

export interface StartTrainer {
  childHost: ChildHost;
  /** Aborting kills the child; what is pending rejects with CANCELLED. */
  signal: AbortSignal;
  /** Of a child that ended by itself, for the log. */
  onCrash: (exit: ChildExit) => void;
}

/** Starts a trainer child. It ends when it is disposed of. */
export function startTrainer({
  childHost,
  signal,
  onCrash,
}: StartTrainer): TrainerClient & TrainingClient & OutputsClient {
  let isUnwanted = false;
  const child = supervise(childHost, "trainer", (exit) => {
    if (signal.aborted || isUnwanted) return new AppError("CANCELLED", "Cancelled.", {});
    onCrash(exit);
    return new Error(`The trainer has ended (${exit.signal ?? String(exit.code)}): ${exit.lastWords.slice(-500)}`);
  });
  const rpc: TrainerRpc = createORPCClient(new RPCLink({ port: child.port as never }));
  const kill = (): void => {
    isUnwanted = true;
    child.kill();
  };
  if (signal.aborted) kill();
  signal.addEventListener("abort", kill, { once: true });

  async function ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fromWire(error, SENT);
    }
  }

  /** Hands over what comes until the work is done. */
  async function last<E extends { type: string }>(
    starting: Promise<AsyncIterator<E>>,
    onEvent: (event: Exclude<E, { type: "done" }>) => void,
  ): Promise<Done<E>> {
    const events = await child.guard(starting);
    for (;;) {
      const { value, done } = (await child.guard(events.next())) as IteratorResult<E, undefined>;
      if (done) throw new Error("The trainer ended its work without a result");
      if (value.type === "done") return value as Done<E>;
      onEvent(value as Exclude<E, { type: "done" }>);
    }
  }

  return {
    plan: (input) => ask(() => child.guard(rpc.plan(input))),
    quantise: (input, onProgress) => ask(() => last(rpc.quantise(input), onProgress)),
    compare: (input, onProgress) => ask(async () => (await last(rpc.compare(input), onProgress)).comparison),
    examine: (input, onProgress) => ask(async () => (await last(rpc.examine(input), onProgress)).report),
    measure: (input, onProgress) => ask(async () => (await last(rpc.measure(input), onProgress)).plan),
    train: (input, onEvent) => ask(() => last(rpc.train(input), onEvent)),
    end: (input) => ask(() => child.guard(rpc.end(input))),
    share: (input) => ask(() => child.guard(rpc.share(input))),
    planMerge: (input) => ask(() => child.guard(rpc.planMerge(input))),
    merge: (input, onProgress) => ask(async () => (await last(rpc.merge(input), onProgress)).plan),
    exportPeft: (input, onProgress) => ask(async () => void (await last(rpc.exportPeft(input), onProgress))),
    kill,
    [Symbol.dispose]() {
      signal.removeEventListener("abort", kill);
      kill();
    },
  };
}
