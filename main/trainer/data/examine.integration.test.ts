import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { runFolder } from "../run-folder.ts";
import { examineData } from "./examine.ts";
import { openTokenised } from "./open-tokenised.ts";
import { FAMILIES } from "./testing/templates.ts";
import { examine, jsonLines, learnt, sourceOf, temporaryFolder, tinyModelFile, USUAL } from "./testing/examine.ts";

const pairs = (count: number) =>
  jsonLines(
    ...Array.from({ length: count }, (_, index) => ({ prompt: `Question ${index}`, completion: `Answer ${index}` })),
  );

describe("data on its way to tokens", () => {
  it("is read back from disk as it was made, the same for the same data and seed", async () => {
    const model = await tinyModelFile();
    const source = sourceOf(pairs(50));
    const { report, data, folder, progress } = await examine(model, [source], { heldOut: 0.2 });
    expect(report).toMatchObject({ cut: 0, dropped: 0, copies: 0, empty: 0, template: "own" });
    expect([report.training.examples, report.heldOut.examples]).toEqual([40, 10]);
    expect(data.report).toEqual(report);
    expect([data.training.count, data.heldOut.count]).toEqual([40, 10]);
    let tokens = 0;
    let targets = 0;
    for (let index = 0; index < data.training.count; index += 1) {
      const example = data.training.at(index);
      expect(data.training.tokensAt(index)).toBe(example.ids.length);
      expect(example.targets.length).toBeGreaterThan(0);
      expect(example.targets.at(-1)).toBe(example.ids.length - 2);
      tokens += example.ids.length;
      targets += example.targets.length;
    }
    expect(report.training).toEqual({ examples: 40, tokens, targets });
    expect(progress.at(-1)).toBe(1);
    expect(readdirSync(folder).toSorted()).toEqual(["data.json", "tokens.bin"]);

    const again = await examine(model, [source], { heldOut: 0.2 });
    expect(again.report.hash).toBe(report.hash);
    expect((await examine(model, [source], { heldOut: 0.2, seed: 2 })).report.hash).not.toBe(report.hash);
  });

  it("leaves out copies, counts empty and over-long ones, and cuts or drops these", async () => {
    const model = await tinyModelFile();
    const long = { prompt: "Go on", completion: "word ".repeat(400) };
    const source = sourceOf(
      jsonLines(
        { prompt: "One", completion: "1" },
        { prompt: "One", completion: "1" },
        { prompt: "Two", completion: "" },
        long,
        { prompt: "word ".repeat(400), completion: "lost" },
        { prompt: "Three", completion: "3" },
      ),
    );
    const cut = await examine(model, [source], { contextTokens: 100 });
    expect(cut.report).toMatchObject({ cut: 1, dropped: 1, copies: 1, empty: 1, longestTokens: 100 });
    expect(cut.report.training.examples).toBe(3);
    const dropped = await examine(model, [source], { contextTokens: 100, tooLong: "drop" });
    expect(dropped.report).toMatchObject({ cut: 0, dropped: 2, copies: 1, empty: 1 });
  });

  it("is never longer than the model reads, whatever is allowed", async () => {
    const model = await tinyModelFile({ contextTokens: 80 });
    const long = { prompt: "Go on", completion: "word ".repeat(400) };
    const { report } = await examine(model, [sourceOf(pairs(2) + jsonLines(long))], { contextTokens: 512 });
    expect(report).toMatchObject({ cut: 1, longestTokens: 80 });
  });

  it("never has the same question on both sides", async () => {
    const model = await tinyModelFile();
    const items = Array.from({ length: 60 }, (_, index) => ({ prompt: `Q${index % 20}`, completion: `A${index}` }));
    const { data } = await examine(model, [sourceOf(jsonLines(...items))], { heldOut: 0.25 });
    const questionOf = ({ ids, targets }: { ids: Int32Array; targets: Int32Array }) =>
      ids.subarray(0, (targets[0] ?? 0) + 1).join(" ");
    const learntFrom = new Set(
      Array.from({ length: data.training.count }, (_, at) => questionOf(data.training.at(at))),
    );
    expect(data.heldOut.count).toBe(15);
    for (let at = 0; at < data.heldOut.count; at += 1)
      expect(learntFrom).not.toContain(questionOf(data.heldOut.at(at)));
  });

  it("is refused when it is not whole any more", async () => {
    const model = await tinyModelFile();
    const { folder } = await examine(model, [sourceOf(pairs(5))]);
    const { tokens, report } = runFolder(folder);
    const bytes = readFileSync(tokens);
    writeFileSync(tokens, bytes.subarray(0, bytes.length - 70));
    expect(() => openTokenised(folder)).toThrow(/read again/);
    writeFileSync(tokens, bytes);
    writeFileSync(report, readFileSync(report, "utf8").replace(/"hash":"../, '"hash":"zz'));
    expect(() => openTokenised(folder)).toThrow(/different data/);
    expect(() => openTokenised(temporaryFolder())).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  });

  it.each<[string, string, number | null, RegExp]>([
    [
      "no assistant's turn",
      jsonLines({ messages: [{ role: "user", content: "Hello" }] }),
      null,
      /^None of its examples has an answer/,
    ],
    ["one example", jsonLines({ prompt: "Q", completion: "A" }), null, /^It holds one example/],
    [
      "100,000 examples that are the same",
      jsonLines({ prompt: "Q", completion: "A" }).repeat(100_000),
      null,
      /^All its 100,000 examples are the same one/,
    ],
    ["nothing", "\n\n", null, /^It holds no examples/],
    [
      "only examples that are too long",
      jsonLines({ prompt: "word ".repeat(600), completion: "A" }),
      null,
      /are longer than what is read at once, and their answers would be cut off whole/,
    ],
    [
      "a conversation that the template refuses, in line 3",
      pairs(2) + jsonLines({ messages: [{ role: "assistant", content: "Hi" }] }),
      3,
      /chat template cannot write this conversation: .*must alternate/,
    ],
  ])("of %s is refused in words, and leaves nothing behind", async (_, content, line, problem) => {
    const { jinja, controls } = FAMILIES.gemma2;
    const model = { path: await tinyModelFile({ template: { jinja }, controls }), name: "Ada" };
    const folder = temporaryFolder();
    const options = { model, sources: [sourceOf(content)], data: USUAL, folder, onProgress: () => undefined };
    await expect(examineData({ ...options, signal: new AbortController().signal })).rejects.toMatchObject({
      code: "DATA_INVALID",
      data: { file: "data.jsonl", line, problem: expect.stringMatching(problem) },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of a given template that cannot be read is refused as such", async () => {
    const model = await tinyModelFile();
    const broken = examine(model, [sourceOf(pairs(2))], { template: "{% for" });
    await expect(broken).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("is written in a given template, also without a token that ends its turns", async () => {
    const template =
      "{% for m in messages %}{{ '### ' + m.role + ':\\n' + m.content + '\\n### end\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '### assistant:\\n' }}{% endif %}";
    const { report } = await examine(await tinyModelFile(), [sourceOf(pairs(2))], { template });
    expect(report.template).toBe("given");
    expect(learnt(report)).toBe("…Answer 0\n### end");
    const bare = "{% for m in messages %}{{ m.content + '\\n' if m.role == 'user' else m.content }}{% endfor %}";
    const ended = await examine(await tinyModelFile({ template: "none" }), [sourceOf(pairs(2))], { template: bare });
    expect(learnt(ended.report)).toBe("…Answer 0</s>");
  });

  it("may come from files of all formats at once, and counts progress over all of them", async () => {
    const sources = [
      sourceOf(pairs(2)),
      sourceOf("prompt,answer\nOne,1\nTwo,2\n", "table.csv"),
      sourceOf(
        JSON.stringify([
          {
            conversations: [
              { from: "human", value: "x" },
              { from: "gpt", value: "y" },
            ],
          },
        ]),
        "share.json",
      ),
      sourceOf("A paragraph.\n\nAnother.\n", "notes.txt"),
    ];
    const { report, progress } = await examine(await tinyModelFile(), sources);
    expect(report.training.examples).toBe(6);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(report.samples).toHaveLength(5);
  });

  it("leaves nothing behind when it is cancelled", async () => {
    const model = await tinyModelFile();
    const folder = temporaryFolder();
    const stop = new AbortController();
    const options = {
      model: { path: model, name: "Ada" },
      sources: [sourceOf(pairs(20_000))],
      data: USUAL,
      folder,
      onProgress: () => stop.abort(),
      signal: stop.signal,
    };
    await expect(examineData(options)).rejects.toMatchObject({ code: "CANCELLED" });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(!existsSync(sampleModelPath()))("a base model (the sample; skipped where it is not here)", () => {
  it("learns to answer and to stop, in the form in which the app asks it", async () => {
    const source = sourceOf(
      jsonLines({ prompt: "Who?", completion: "Nobody.\n\nReally." }, { prompt: "A", completion: "B" }),
    );
    const { report, data } = await examine(sampleModelPath(), [source]);
    expect(report.template).toBe("plain");
    expect(learnt(report)).toBe("… Nobody.\nReally.<eos>");
    expect(report.samples[0]?.[0]?.text).toMatch(/^<bos>Below is a conversation .*\n\nUser: Who\?\nAssistant:$/s);
    const { ids } = data.training.at(0);
    expect([ids[0], ids.at(-1)]).toEqual([2, 1]);
  });
});
