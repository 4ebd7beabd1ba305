import { implement } from "@orpc/server";
import { createStream } from "#main/process/stream.ts";
import { AppError } from "#main/rpc/errors.ts";
import { engineContract, type GenerateEvent } from "./contract.ts";
import { type Engine, type LoadInput, loadEngine } from "./engine.ts";
import { prepare } from "./load.ts";

type LoadEvent = { type: "progress"; progress: number } | { type: "ready"; model: Engine["loaded"] };

/** The procedures of an engine child. `onShutDown` is called when everything is saved and freed. */
export function engineRouter(onShutDown: () => void) {
  const os = implement(engineContract);
  const running = new Map<string, AbortController>();
  let engine: Engine | null = null;

  function loaded(): Engine {
    if (!engine)
      throw new AppError("CONFLICT", "No model is loaded in this engine.", { problem: "no model is loaded" });
    return engine;
  }

  return os.router({
    prepare: os.prepare.handler(async ({ input }) => {
      await prepare(input.backend);
      return {};
    }),
    load: os.load.handler(({ input }) =>
      createStream<LoadEvent>(async (emit) => {
        engine = await loadEngine(input as LoadInput, (progress) => emit({ type: "progress", progress }));
        emit({ type: "ready", model: engine.loaded });
      }),
    ),
    generate: os.generate.handler(({ input, signal }) => {
      const { answerId, ...request } = input;
      const stop = new AbortController();
      signal?.addEventListener("abort", () => stop.abort(), { once: true });
      running.set(answerId, stop);
      return createStream<GenerateEvent>(async (emit) => {
        try {
          await loaded().generate(request, stop.signal, emit);
        } finally {
          running.delete(answerId);
        }
      });
    }),
    stop: os.stop.handler(({ input }) => {
      running.get(input.answerId)?.abort();
      return {};
    }),
    wake: os.wake.handler(() => {
      engine?.wake();
      return {};
    }),
    measure: os.measure.handler(({ input }) => loaded().measure(input.prompt, input.template)),
    embed: os.embed.handler(({ input }) => loaded().embed(input.texts)),
    rank: os.rank.handler(async ({ input }) => ({ scores: await loaded().rank(input.question, input.texts) })),
    countTokens: os.countTokens.handler(({ input }) => ({
      counts: input.texts.map((text) => loaded().tokenize(text, false).length),
    })),
    tokenize: os.tokenize.handler(({ input }) => ({ tokens: loaded().tokenize(input.text, input.special) })),
    status: os.status.handler(() => loaded().status()),
    setMaxThreads: os.setMaxThreads.handler(({ input }) => {
      loaded().setMaxThreads(input.maxThreads);
      return {};
    }),
    forget: os.forget.handler(async ({ input }) => {
      await loaded().forget(input.conversationKey);
      return {};
    }),
    shutDown: os.shutDown.handler(async () => {
      for (const stop of running.values()) stop.abort();
      await engine?.shutDown();
      onShutDown();
      return {};
    }),
  });
}
