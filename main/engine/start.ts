import { randomUUID } from "node:crypto";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient, InferContractRouterInputs } from "@orpc/contract";
import type { ChildExit, ChildHost } from "#main/process/child-host.ts";
import { supervise, type Supervised } from "#main/process/supervisor.ts";
import { fromWire } from "#main/process/wire.ts";
import { AppError, type ErrorCode } from "#main/rpc/errors.ts";
import type { EngineClient } from "./client.ts";
import type { engineContract, GenerateEvent, GenerateInput, LoadedModel } from "./contract.ts";

type Rpc = ContractRouterClient<typeof engineContract>;

export interface StartEngine {
  childHost: ChildHost;
  /** As the user knows it, for errors. */
  modelName: string;
  load: InferContractRouterInputs<typeof engineContract>["load"];
  onProgress: (progress: number) => void;
  /** Aborting kills the child; the promise then rejects with CANCELLED. */
  signal: AbortSignal;
  /** A child to load into, prepared for the same backend. Not given, or dead by now: a new one. */
  prepared?: PreparedEngine | null;
}

/** A child with the library in it and no model yet: starting it and probing the hardware takes longer than loading a small model. */
export interface PreparedEngine {
  readonly backend: Backend;
  /** Rejects when it cannot be: BACKEND_NOT_AVAILABLE, ENGINE_CRASHED. */
  readonly ready: Promise<void>;
  readonly isAlive: boolean;
  readonly child: EngineChild;
  kill(): void;
}

type Backend = InferContractRouterInputs<typeof engineContract>["prepare"]["backend"];

interface EngineChild {
  readonly supervised: Supervised;
  readonly rpc: Rpc;
  /** As the user knows its model, for errors. */
  modelName: string;
}

export interface StartedEngine {
  readonly client: EngineClient;
  readonly loaded: LoadedModel;
  readonly exit: Promise<ChildExit>;
  readonly pid: number | undefined;
  /** At once, saving nothing. */
  kill(): void;
}

/** Starts an engine child and loads a model into it. Throws what loading throws, ENGINE_CRASHED, CANCELLED. */
export async function startEngine(options: StartEngine): Promise<StartedEngine> {
  const { childHost, modelName, signal, prepared } = options;
  if (signal.aborted) throw cancelled();
  const started = prepared?.isAlive === true ? prepared.child : startChild(childHost);
  started.modelName = modelName;
  const { supervised: child, rpc } = started;
  const onAbort = () => child.kill();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const loaded = await load(child, rpc, options);
    return {
      client: engineClient(child, rpc, modelName),
      loaded,
      exit: child.exit,
      pid: child.pid,
      kill: () => child.kill(),
    };
  } catch (error) {
    child.kill();
    throw signal.aborted ? cancelled() : toAppError(error);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Starts a child ahead of the model that will be loaded into it. */
export function prepareEngine(childHost: ChildHost, backend: Backend): PreparedEngine {
  const child = startChild(childHost);
  const ready = child.supervised.guard(child.rpc.prepare({ backend })).then(
    () => undefined,
    (error: unknown) => {
      child.supervised.kill();
      throw toAppError(error);
    },
  );
  ready.catch(() => undefined);
  return {
    backend,
    ready,
    child,
    get isAlive() {
      return child.supervised.ended === null;
    },
    kill: () => child.supervised.kill(),
  };
}

function startChild(childHost: ChildHost): EngineChild {
  const supervised = supervise(childHost, "engine", () => crashed(child.modelName, 0));
  const rpc: Rpc = createORPCClient(new RPCLink({ port: supervised.port as never }));
  const child: EngineChild = { supervised, rpc, modelName: "" };
  return child;
}

async function load(child: Supervised, rpc: Rpc, options: StartEngine): Promise<LoadedModel> {
  const events = await child.guard(rpc.load(options.load));
  for (;;) {
    const { value, done } = await child.guard(events.next());
    if (done) throw new Error("The engine ended loading without a model");
    if (value.type === "ready") return value.model;
    options.onProgress(value.progress);
  }
}

function engineClient(child: Supervised, rpc: Rpc, modelName: string): EngineClient {
  const ask = async <T>(pending: Promise<T>): Promise<T> => {
    try {
      return await child.guard(pending);
    } catch (error) {
      throw toAppError(error);
    }
  };
  return {
    generate: (input, signal) => answer(child, rpc, modelName, input, signal),
    wake: () => void rpc.wake().catch(() => undefined),
    measure: (prompt, adapters, template) =>
      ask(rpc.measure({ prompt, adapters, ...(typeof template === "string" ? { template } : {}) })),
    embed: (texts) => ask(rpc.embed({ texts })),
    rank: async (question, texts) => (await ask(rpc.rank({ question, texts }))).scores,
    countTokens: async (texts) => (await ask(rpc.countTokens({ texts }))).counts,
    tokenize: async (text, special) => (await ask(rpc.tokenize({ text, special }))).tokens,
    status: () => ask(rpc.status()),
    setMaxThreads: async (maxThreads) => void (await ask(rpc.setMaxThreads({ maxThreads }))),
    forget: async (conversationKey) => void (await ask(rpc.forget({ conversationKey }))),
    async shutDown(timeoutMs) {
      // It may be dead already, or die of it: what counts is that it is gone afterwards.
      rpc.shutDown().catch(() => undefined);
      await child.endWithin(timeoutMs);
    },
  };
}

/** One answer. `words` of a crash are those that came before it. */
async function* answer(
  child: Supervised,
  rpc: Rpc,
  modelName: string,
  input: GenerateInput,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void, void> {
  const answerId = randomUUID();
  const stop = () => void rpc.stop({ answerId }).catch(() => undefined);
  let text = "";
  let isOver = false;
  let events: AsyncIterator<GenerateEvent> | null = null;
  try {
    events = await child.guard(rpc.generate({ ...input, answerId }));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    for (;;) {
      const { value, done } = await child.guard(events.next());
      if (done) break;
      if (value.type === "text") text += value.text;
      yield value;
    }
    isOver = true;
  } catch (error) {
    isOver = true;
    throw child.ended ? crashed(modelName, countWords(text)) : toAppError(error);
  } finally {
    signal.removeEventListener("abort", stop);
    // Whoever reads no further wants no more of it.
    if (!isOver) stop();
  }
}

function countWords(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}

function crashed(model: string, words: number): AppError<"ENGINE_CRASHED"> {
  return new AppError(
    "ENGINE_CRASHED",
    `The engine of ${model} has ended unexpectedly. It is started again with the next message.`,
    {
      model,
      words,
    },
  );
}

function cancelled(): AppError<"CANCELLED"> {
  return new AppError("CANCELLED", "Cancelled.", {});
}

/** Codes that an engine sends, other than those of the transport. */
const SENT: readonly ErrorCode[] = [
  "INVALID_INPUT",
  "NOT_FOUND",
  "CONFLICT",
  "MODEL_INVALID",
  "MODEL_UNSUPPORTED",
  "NOT_ENOUGH_MEMORY",
  "CONTEXT_TOO_SMALL",
  "ADAPTER_INVALID",
  "BACKEND_NOT_AVAILABLE",
  "DRAFT_MODEL_UNFIT",
  "TEMPLATE_UNUSABLE",
  "SCHEMA_UNUSABLE",
];

const toAppError = (error: unknown): Error => fromWire(error, SENT);
