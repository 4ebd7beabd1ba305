import type { EngineClient } from "#main/engine/client.ts";
import type { GenerateEvent, GenerateInput } from "#main/engine/contract.ts";

export interface GenerationWatcher {
  /** An answer is being written, or waits for its turn. */
  began(): void;
  /** It is over. `isFinished`: it came to its end or was stopped, so the engine works. */
  ended(isFinished: boolean): void;
}

/** The same client, telling when it generates: cores are shared and crashes forgiven by what engines really do. */
export function watchedClient(client: EngineClient, watcher: GenerationWatcher): EngineClient {
  return { ...client, generate: (input, signal) => watched(client, watcher, input, signal) };
}

async function* watched(
  client: EngineClient,
  watcher: GenerationWatcher,
  input: GenerateInput,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void, void> {
  let isFinished = false;
  watcher.began();
  try {
    for await (const event of client.generate(input, signal)) {
      if (event.type === "done") isFinished = true;
      yield event;
    }
  } finally {
    watcher.ended(isFinished);
  }
}
