import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A question and its answer, both written by people. */
export interface Pair {
  readonly question: string;
  readonly answer: string;
}

/** Databricks Dolly in the form of Alpaca's prompts, each answer with its end marked. */
const dolly = z.object({ prompt: z.string(), answer: z.string() });
const DOLLY_PROMPT = /### Instruction:\n([\s\S]*?)(?:\n\n### Input:\n([\s\S]*?))?\n\n### Response:\s*$/;
const DOLLY_END = "###eos_token###";

/** A seed task of Self-Instruct: an instruction, and texts that it was carried out on. The first is taken. */
const seedTask = z.object({
  instruction: z.string(),
  instances: z.array(z.object({ input: z.string(), output: z.string() })).min(1),
});

/** Reads `dolly-sample.jsonl` and `seed-tasks.jsonl`. Throws, naming file and line, where one is not as it should be. */
export function readInstructions(folder: string): Pair[] {
  return [...linesOf(folder, "dolly-sample.jsonl", dollyPair), ...linesOf(folder, "seed-tasks.jsonl", seedPair)];
}

export function dollyPair(json: unknown): Pair {
  const { prompt, answer } = dolly.parse(json);
  const [, instruction, input = ""] = DOLLY_PROMPT.exec(prompt) ?? [];
  if (instruction === undefined) throw new Error("its prompt has no instruction");
  return { question: together(instruction, input), answer: answer.replace(DOLLY_END, "").trim() };
}

export function seedPair(json: unknown): Pair {
  const { instruction, instances } = seedTask.parse(json);
  const [first] = instances;
  return { question: together(instruction, first?.input ?? ""), answer: first?.output.trim() ?? "" };
}

/** As the trainer reads conversations. */
export function asJsonLines(pairs: readonly Pair[]): string {
  const lines = pairs.map(({ question, answer }) =>
    JSON.stringify({
      messages: [
        { role: "user", content: question },
        { role: "assistant", content: answer },
      ],
    }),
  );
  return lines.join("\n");
}

function together(instruction: string, input: string): string {
  return input.trim() === "" ? instruction.trim() : `${instruction.trim()}\n${input.trim()}`;
}

function linesOf(folder: string, name: string, read: (json: unknown) => Pair): Pair[] {
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n");
  return lines.map((line, index) => {
    try {
      return read(JSON.parse(line));
    } catch (error) {
      throw new Error(`${name}, line ${index + 1}: ${String(error)}`, { cause: error });
    }
  });
}
