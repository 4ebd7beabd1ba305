import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pythonEnvironment } from "#main/tools/train-venv.ts";
import type { PeftRequest, TrainSide, TrainStep } from "./request.ts";

const script = fileURLToPath(new URL("peft_reference.py", import.meta.url));

/** What the script prints. */
type Line =
  { done?: undefined; step: number; loss: number; tokens: number; seconds: number } | { done: true; peakBytes: number };

/** PEFT's side, in a process of its own. Throws with what Python said. */
export async function trainWithPeft(
  python: string,
  { request, folder, signal }: { request: PeftRequest; folder: string; signal: AbortSignal },
): Promise<TrainSide> {
  const input = join(folder, "peft.json");
  writeFileSync(input, JSON.stringify(request));
  const child = spawn(python, [script, input], { stdio: ["ignore", "pipe", "pipe"], env: pythonEnvironment(), signal });
  const closed = once(child, "close") as Promise<[number | null]>;
  closed.catch(() => undefined);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  const lines: Line[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line) as Line);
  const [code] = await closed;
  const last = lines.at(-1);
  if (code !== 0 || last?.done !== true) throw new Error(`peft_reference.py ended with ${String(code)}:\n${said}`);
  return { steps: stepsOf(lines, request.batchExamples), peakBytes: last.peakBytes };
}

/** The script says its examples one by one. */
function stepsOf(lines: readonly Line[], batchExamples: number): TrainStep[] {
  const examples = lines.filter((line) => line.done !== true);
  const steps: TrainStep[] = [];
  for (let from = 0; from < examples.length; from += batchExamples) {
    const some = examples.slice(from, from + batchExamples);
    const sum = (of: (line: (typeof some)[number]) => number): number => some.reduce((all, line) => all + of(line), 0);
    steps.push({
      loss: sum(({ loss }) => loss) / some.length,
      examples: some.length,
      tokens: sum(({ tokens }) => tokens),
      seconds: sum(({ seconds }) => seconds),
    });
  }
  return steps;
}
