import { expect, test } from "vitest";
import { USUAL_SETTINGS } from "#main/trainer/train-contract.ts";
import { BadCommand, readCommand } from "./command.ts";
import { helpText, parseOptions } from "./options.ts";

const usual = ["--model", "m.gguf", "--data", "a.jsonl", "--out", "/x/my.gguf"];
const asked = (...args: string[]) => {
  const command = readCommand([...usual, ...args]);
  if (command.kind !== "train") throw new Error(command.kind);
  return command.asked;
};
const said = (...args: string[]): string => {
  try {
    readCommand(args);
    return "";
  } catch (error) {
    if (error instanceof BadCommand) return error.message;
    throw error;
  }
};

test("without more than a model, texts and a name it trains as usual", () => {
  expect(asked()).toMatchObject({ settings: USUAL_SETTINGS, name: "my", data: { heldOut: 0.1, contextTokens: 1_024 } });
});

test("takes several files; columns are of tables alone", () => {
  const { sources } = asked("--data", "b.csv", "--columns", "prompt=q,answer=a");
  expect(sources.map(({ name, columns }) => [name, columns])).toEqual([
    ["a.jsonl", null],
    ["b.csv", { prompt: "q", answer: "a", system: null }],
  ]);
});

test("alpha is twice the rank unless it is given; one seed for the order and the split", () => {
  expect(asked("--rank", "8").settings).toMatchObject({ rank: 8, alpha: 16 });
  expect(asked("--rank", "8", "--alpha", "8").settings.alpha).toBe(8);
  expect(asked("--seed", "7")).toMatchObject({ settings: { seed: 7 }, data: { seed: 7 } });
});

test("every setting can be given", () => {
  const { settings } = asked(
    ..."--epochs 2 --steps 9 --rslora --rate 1e-3 --schedule linear --warmup 0.1 --decay 0 --clip 0 --dropout 0.1".split(
      " ",
    ),
    ..."--batch 8 --pack 2 --layers 4 --modules attn_q,attn_v --checkpointing --backward q8_0 --patience 3".split(" "),
    ..."--judge-every 20 --save-every 10 --device Vulkan0".split(" "),
  );
  expect(settings).toEqual({
    ...USUAL_SETTINGS,
    ...{ epochs: 2, maxSteps: 9, isRankStabilised: true, learningRate: 1e-3, schedule: "linear", warmup: 0.1 },
    ...{ weightDecay: 0, clipNorm: 0, dropout: 0.1, batchExamples: 8, packExamples: 2, lastLayers: 4, patience: 3 },
    ...{ modules: ["attn_q", "attn_v"], isCheckpointing: true, backwardType: "q8_0", judgeEvery: 20, saveEvery: 10 },
    device: "Vulkan0",
  });
});

test.each([
  [["--data", "a", "--out", "b.gguf"], "--model is missing"],
  [["--model", "m", "--out", "b.gguf"], "--data is missing"],
  [["--model", "m", "--data", "a"], "--out is missing"],
  [["--model", "m", "--data", "a", "--out", "b.bin"], "ends in .gguf"],
  [[...usual, "--rank", "abc"], '--rank cannot be "abc"'],
  [[...usual, "--rank", "0"], '--rank cannot be "0"'],
  [[...usual, "--rate=-1"], '--rate cannot be "-1"'],
  [[...usual, "--held-out", "0.9"], '--held-out cannot be "0.9"'],
  [[...usual, "--schedule", "sine"], '--schedule cannot be "sine"'],
  [[...usual, "--modules", "attn_x"], '--modules cannot be "attn_x"'],
  [[...usual, "--threads", "0"], "--threads is a whole number"],
  [[...usual, "--columns", "question=q"], "--columns names at least the answer"],
  [[...usual, "--template", "/no/such/file"], "(--template) cannot be read"],
  [[...usual, "--ranks", "4"], "Unknown option '--ranks'. All options"],
  [["notes.jsonl"], "Unexpected argument 'notes.jsonl'. All options"],
  [[...usual, "--rate", "-1"], "ambiguous. All options"],
  [["--resume", "x", "--rank", "4"], "leave out --rank"],
  [["--finish", "x", "--steps", "4"], "leave out --steps"],
  [["--resume", "x", "--finish", "x"], "leave out --finish"],
])("%j is refused in a sentence", (args, sentence) => {
  expect(said(...args)).toContain(sentence);
});

test("goes on with nothing but a folder", () => {
  expect(readCommand(["--resume", "/x/my.training", "--threads", "2", "--json"])).toEqual({
    kind: "resume",
    folder: "/x/my.training",
    how: { threads: 2, isJson: true },
  });
  expect(readCommand(["--finish", "/x/my.training"])).toMatchObject({ kind: "finish", folder: "/x/my.training" });
});

test("the help says every option, in lines that fit a terminal", () => {
  const help = helpText();
  for (const name of Object.keys(parseOptions)) expect(help).toContain(`--${name} `);
  for (const line of help.split("\n")) expect(line.length).toBeLessThan(125);
  expect(readCommand(["--help"])).toEqual({ kind: "help" });
  expect(readCommand([])).toEqual({ kind: "help" });
});
