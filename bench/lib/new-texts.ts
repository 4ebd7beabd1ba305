import { startBenchEngine } from "./engine.ts";

const LINE = "a keeper of the lighthouse wrote down the name of every ship that passed the cape.";
/** Gemma's first token. */
const BEGINNING = 2;

/** Short texts of which no one begins as another: all of each has to be read. */
export function newTexts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${String(at + 1)} years ago ${LINE} Then`);
}

/** By the engine, which is gone before anything is measured. */
export async function tokenized(model: string, texts: readonly string[]): Promise<number[][]> {
  const engine = await startBenchEngine(model, { threads: 1, maxThreads: 1 });
  try {
    const prompts: number[][] = [];
    for (const text of texts) prompts.push([BEGINNING, ...(await engine.client.tokenize(text, false))]);
    return prompts;
  } finally {
    engine.kill();
  }
}
