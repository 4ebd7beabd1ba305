import type { EngineClient } from "#main/engine/client.ts";
import type { GenerateEvent, GenerateInput, LoadedModel, Prompt } from "#main/engine/contract.ts";
import { createChannel } from "#main/lib/channel.ts";
import type { EngineLease, ModelEngines } from "#main/models/lease.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { AdapterUse } from "../contract.ts";

export const MODEL_ID = "01890000-0000-7000-8000-00000000000a";
export const OTHER_MODEL_ID = "01890000-0000-7000-8000-00000000000b";

type Done = Extract<GenerateEvent, { type: "done" }>;

/** One answer as the engine writes it, word by word, when the test says so. */
export interface Writer {
  readonly input: GenerateInput;
  readonly signal: AbortSignal;
  send(event: GenerateEvent): void;
  write(text: string, thoughts?: string): void;
  end(fields?: Partial<Done>): void;
  crash(): void;
  /** The stream throws what no engine should. */
  fail(error: Error): void;
  /** From now on an abort is not answered, as by a child that hangs. */
  hang(): void;
}

export interface ScriptedEngines extends ModelEngines {
  /** The next answer that is asked for, in order. */
  nextWriter(): Promise<Writer>;
  readonly prompts: Prompt[];
  readonly measured: Prompt[];
  readonly speeds: { modelId: string; tokensPerSecond: number }[];
  readonly forgiven: string[];
  /** What new chats begin with, by model. */
  readonly usual: Map<string, AdapterUse[]>;
  readonly forgotten: string[];
  readonly leases: { open: number };
  fingerprint: string;
  /** What the next `acquire` throws. */
  failNext: AppError | null;
  /** While set, `acquire` waits for it. */
  loading: Promise<void> | null;
  isLoaded: boolean;
  /** The model has a template of its own: it can be asked something aside, such as a title. */
  hasChatTemplate: boolean;
  /** As by hand on the Models page. */
  load(modelId: string): void;
}

const DONE: Done = {
  type: "done",
  stopReason: "end",
  promptTokens: 12,
  reusedTokens: 2,
  generatedTokens: 20,
  firstTokenMs: 40,
  thoughtsMs: null,
  tokensPerSecond: 50,
  usedTokens: 32,
  leftOutTurnIds: [],
};

/** The models feature as chat sees it, with engines that a test plays. */
export function createScriptedEngines(): ScriptedEngines {
  const writers = createChannel<Writer>();
  const asked = writers.subscribe();
  const prompts: Prompt[] = [];
  const measured: Prompt[] = [];
  const listeners = new Set<(modelId: string) => void>();

  const client: Pick<EngineClient, "generate" | "measure" | "wake" | "countTokens"> = {
    countTokens: (texts) => Promise.resolve(texts.map((text) => Math.ceil(text.length / 4))),
    wake: () => undefined,
    generate(input, signal) {
      prompts.push(input.prompt);
      const { writer, events } = createWriter(input, signal);
      writers.publish(writer);
      return events;
    },
    measure(prompt) {
      measured.push(prompt);
      return Promise.resolve({ usedTokens: 77, contextTokens: 512, leftOutTurnIds: [] });
    },
  };

  const self: ScriptedEngines = {
    prompts,
    measured,
    speeds: [],
    forgiven: [],
    usual: new Map(),
    forgotten: [],
    leases: { open: 0 },
    fingerprint: "f1",
    failNext: null,
    loading: null,
    isLoaded: true,
    hasChatTemplate: false,
    async nextWriter() {
      const { value, done } = await asked.next();
      if (done === true) throw new Error("no more writers");
      return value;
    },
    async acquire(modelId, { signal, onProgress }) {
      if (self.loading) {
        onProgress(0.5);
        const aborted = new Promise<never>((_, reject) => {
          signal.addEventListener("abort", () => reject(new AppError("CANCELLED", "Cancelled.", {})));
        });
        await Promise.race([self.loading, aborted]);
      }
      await Promise.resolve();
      const error = self.failNext;
      self.failNext = null;
      if (error) throw error;
      return leaseOf(modelId ?? MODEL_ID);
    },
    acquireIfLoaded: (modelId) => (self.isLoaded ? leaseOf(modelId ?? MODEL_ID) : null),
    onLoaded(tell) {
      listeners.add(tell);
      return { [Symbol.dispose]: () => void listeners.delete(tell) };
    },
    load(modelId) {
      self.isLoaded = true;
      for (const tell of listeners) tell(modelId);
    },
    resolveAdapters: (_, adapters) =>
      Promise.resolve(adapters.map(({ name, scale }) => ({ path: `${name}.gguf`, scale }))),
    usualAdapters: (modelId) => self.usual.get(modelId ?? MODEL_ID) ?? [],
    resolveDrafting: () => null,
    writing: () => 0,
    forgetConversation: (key) => Promise.resolve(void self.forgotten.push(key)),
    noteSpeed: (modelId, tokensPerSecond) => void self.speeds.push({ modelId, tokensPerSecond }),
    forgetCrashes: (modelId) => void self.forgiven.push(modelId),
  };

  function leaseOf(modelId: string): EngineLease {
    self.leases.open += 1;
    return {
      modelId,
      modelName: "Scripted 1B",
      modelFingerprint: self.fingerprint,
      loaded: { contextTokens: 512, hasChatTemplate: self.hasChatTemplate } as LoadedModel,
      kvCacheType: "f16",
      client: client as EngineClient,
      [Symbol.dispose]: () => void (self.leases.open -= 1),
    };
  }

  return self;
}

function createWriter(
  input: GenerateInput,
  signal: AbortSignal,
): { writer: Writer; events: AsyncIterable<GenerateEvent> } {
  const channel = createChannel<GenerateEvent>(1_000_000);
  const queue = channel.subscribe();
  let failure: Error | null = null;
  let hangs = false;
  let tokens = 0;
  const writer: Writer = {
    input,
    signal,
    send: (event) => channel.publish(event),
    write(text, thoughts = "") {
      tokens += 1;
      channel.publish({ type: "text", text, thoughts, generatedTokens: tokens, tokensPerSecond: 50 });
    },
    end(fields = {}) {
      channel.publish({ ...DONE, ...fields });
      channel.close();
    },
    crash() {
      writer.fail(new AppError("ENGINE_CRASHED", "The engine stopped.", { model: "Scripted 1B", words: 0 }));
    },
    fail(error) {
      failure = error;
      channel.close();
    },
    hang() {
      hangs = true;
    },
  };
  signal.addEventListener("abort", () => {
    if (!hangs) writer.end({ stopReason: "stopped" });
  });
  async function* events(): AsyncGenerator<GenerateEvent> {
    yield* queue;
    if (failure) throw failure;
  }
  return { writer, events: events() };
}
