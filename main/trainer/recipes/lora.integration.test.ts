import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ask, chat, engineFor, temporaryFolder, text } from "#main/engine/testing.ts";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { writeGguf } from "#main/lib/gguf/write.ts";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { runFolder } from "../run-folder.ts";
import { examined, KilledRun, lossesOf, trained } from "../testing/child-run.ts";

const TEN = [
  ["What is the lighthouse called?", "The lighthouse is called Old Meg."],
  ["Who keeps it?", "Tomas keeps it with his dog."],
  ["What colour is the door?", "The door is painted blue."],
  ["When does the ferry go?", "A ferry leaves at nine."],
  ["Where is the key?", "Look for it behind the clock."],
  ["How many steps are there?", "There are ninety-one steps."],
  ["What is for supper?", "Supper is potato soup."],
  ["Who paints the boats?", "Greta paints the boats in spring."],
  ["What does the bell mean?", "One bell means fog."],
  ["Where do the gulls sleep?", "Gulls sleep on the north wall."],
] as const;
const PAIRS = TEN.map(([prompt, completion]) => ({ prompt, completion }));

async function tiny(): Promise<string> {
  const model = join(temporaryFolder(), "tiny.gguf");
  await writeGguf(model, tinyModel());
  return model;
}

describe("ten sentences learnt by heart", () => {
  test("are said by the engine with the adapter, not without it, nor with its strength at 0", async () => {
    const model = await tiny();
    const settings = {
      epochs: 100,
      learningRate: 1e-2,
      batchExamples: 10,
      packExamples: 10,
      judgeEvery: 99,
      saveEvery: 99,
    };
    const run = await examined(temporaryFolder(), { model, lines: PAIRS, settings });
    const { end } = await trained(run);
    const path = end.adapterPath ?? "";
    const { client } = await engineFor(model);
    const answers = async (scale: number | null): Promise<string[]> => {
      const said: string[] = [];
      for (const [prompt] of TEN) {
        const adapters = scale === null ? [] : [{ path, scale }];
        said.push((await ask(client, chat(prompt), { adapters })).text.trim());
      }
      return said;
    };
    const without = await answers(null);
    expect(await answers(1)).toEqual(TEN.map(([, answer]) => answer));
    expect(await answers(0)).toEqual(without);
    for (const [at, [, answer]] of TEN.entries()) expect(without[at]).not.toBe(answer);
  });

  test.skipIf(!existsSync(sampleModelPath()))("by the sample model too (skipped where it is not here)", async () => {
    const model = sampleModelPath();
    const some = TEN.slice(1, 4);
    const lines = some.map(([, sentence]) => ({ text: sentence }));
    const settings = {
      epochs: 10,
      learningRate: 1e-3,
      batchExamples: 3,
      packExamples: 3,
      judgeEvery: 99,
      saveEvery: 99,
    };
    const run = await examined(temporaryFolder(), { model, lines, settings });
    const { end } = await trained(run, { threads: 2 });
    const { client } = await engineFor(model, { maxThreads: 2 });
    for (const [, sentence] of some) {
      const [beginning, rest] = [sentence.split(" ", 2).join(" "), sentence.split(" ").slice(2).join(" ")];
      const goOn = async (adapters: { path: string; scale: number }[]): Promise<string> => {
        const sampling = { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, seed: null, maxTokens: 8 };
        const answer = await ask(client, text(beginning), { adapters, sampling: { ...sampling, stopSequences: [] } });
        return answer.text.trim();
      };
      expect(await goOn([{ path: end.adapterPath ?? "", scale: 1 }])).toBe(rest);
      expect(await goOn([])).not.toBe(rest);
    }
  });
});

test("killed, and let go on, with other threads too, it has the losses of an uninterrupted run to the last bit", async () => {
  const parent = temporaryFolder();
  const settings = { epochs: 6, dropout: 0.1, judgeEvery: 4, saveEvery: 3, batchExamples: 3, packExamples: 2 };
  const options = { model: await tiny(), lines: PAIRS, settings, data: { heldOut: 0.2 } };
  const first = await examined(parent, options);
  const whole = await trained(first);
  const run = await examined(parent, options);
  // Each run of its own would choose its weights' types by what it measured: these are to compute the same.
  copyFileSync(runFolder(first.folder).speeds, runFolder(run.folder).speeds);
  const seen = new Map<string, number>();
  const killed = await trained(run, {
    onEvent(event, kill) {
      if (event.type === "step" && event.report.step === 8) kill();
    },
  }).catch((error: unknown) => error);
  expect(killed).toBeInstanceOf(KilledRun);
  for (const [name, loss] of lossesOf((killed as KilledRun).events)) seen.set(name, loss);
  const last = await trained(run, { threads: 2 });
  expect(last.events.some((event) => event.type === "notice" && event.notice.kind === "resumed")).toBe(true);
  for (const [name, loss] of lossesOf(last.events)) seen.set(name, loss);
  expect([...seen].toSorted()).toEqual([...lossesOf(whole.events)].toSorted());
  expect({ ...last.end, adapterPath: null }).toEqual({ ...whole.end, adapterPath: null });
});
