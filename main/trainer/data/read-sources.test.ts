import { describe, expect, it } from "vitest";
import type { DataSource } from "../train-contract.ts";
import { readSources } from "./read-sources.ts";
import type { Found } from "./source.ts";
import { jsonLines, sourceOf } from "./testing/examine.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A token for each word, so that windows can be counted. */
const wordTokenizer = {
  words: (text: string) => new Int32Array(text.split(/\s+/).filter(Boolean).length),
} as Tokenizer;

async function read(sources: readonly DataSource[], contextTokens = 18, signal = new AbortController().signal) {
  const found: Found[] = [];
  const options = { sources, data: { contextTokens }, onProgress: () => undefined, signal };
  for await (const { entry, line } of readSources(options, wordTokenizer)) found.push({ entry, line });
  return found;
}

const readOne = (content: string | Uint8Array, name?: string, more?: Partial<DataSource>) =>
  read([sourceOf(content, name, more)]);
const pair = (question: string, answer: string) => ({
  kind: "chat",
  messages: [
    { role: "user", text: question, thoughts: null },
    { role: "assistant", text: answer, thoughts: null },
  ],
});
const refusal = (line: number | null, problem: RegExp) =>
  expect.objectContaining({
    code: "DATA_INVALID",
    data: expect.objectContaining({ line, problem: expect.stringMatching(problem) }),
  });

describe("JSON", () => {
  it.each<[string, unknown]>([
    ["prompt and completion", { prompt: "Q", completion: "A" }],
    ["prompt and answer", { prompt: "Q", answer: "A" }],
    ["question and response", { question: "Q", response: "A" }],
    ["input and output", { input: "Q", output: "A" }],
    [
      "messages",
      {
        messages: [
          { role: "user", content: "Q" },
          { role: "assistant", content: "A" },
        ],
      },
    ],
    [
      "parts of content",
      {
        messages: [
          { role: "user", content: [{ type: "text", text: "Q" }] },
          { role: "assistant", content: "A" },
        ],
      },
    ],
    [
      "ShareGPT's conversations",
      {
        conversations: [
          { from: "human", value: "Q" },
          { from: "gpt", value: "A" },
        ],
      },
    ],
    [
      "a conversational prompt",
      { prompt: [{ role: "user", content: "Q" }], completion: [{ role: "assistant", content: "A" }] },
    ],
    ["instances of an instruction", { instruction: "Q", instances: [{ input: "", output: "A" }] }],
  ])("is read with %s", async (_, item) => {
    expect(await readOne(jsonLines(item))).toEqual([{ entry: pair("Q", "A"), line: 1 }]);
  });

  it("puts an input behind its instruction, and instructions before both", async () => {
    const item = { system: "S", instruction: "Do", input: "this", output: "Done" };
    const [found] = await readOne(jsonLines(item));
    expect(found?.entry).toMatchObject({
      messages: [{ role: "system", text: "S" }, { text: "Do\n\nthis" }, { text: "Done" }],
    });
  });

  it("has thoughts in a field of their own, or before the answer", async () => {
    const found = await readOne(
      jsonLines(
        {
          messages: [
            { role: "user", content: "Q" },
            { role: "assistant", content: "A", reasoning_content: "T" },
          ],
        },
        {
          messages: [
            { role: "user", content: "Q" },
            { role: "assistant", content: "<think>\nT\n</think>\n\nA" },
          ],
        },
      ),
    );
    const answer = { role: "assistant", text: "A", thoughts: "T" };
    for (const { entry } of found) expect(entry).toMatchObject({ messages: [{ text: "Q" }, answer] });
  });

  it("is read as one list too, over any number of lines", async () => {
    const items = Array.from({ length: 3_000 }, (_, index) => ({
      prompt: `{"[${String(index)}\\`,
      completion: 'a "b" ]},\\',
    }));
    const found = await readOne(`\n${JSON.stringify(items, null, 1)}\n`, "data.json");
    expect(found.map(({ entry }) => entry)).toEqual(items.map(({ prompt, completion }) => pair(prompt, completion)));
    // Four lines each, behind an empty one and the bracket.
    expect(found.map(({ line }) => line).slice(0, 3)).toEqual([3, 7, 11]);
  });

  it.each<[string, string, number | null, RegExp]>([
    [
      "is broken in line 8,112",
      jsonLines(...Array(8_111).fill({ prompt: "Q", completion: "A" })) + '{"prompt": \n',
      8_112,
      /^It is no JSON/,
    ],
    ["is no object", '"text"\n', 1, /no JSON object/],
    ["says nothing", '\n{"id": 1, "label": "x"}\n', 2, /only: id, label/],
    ["has an answer alone", '{"answer": "x"}\n', 1, /no question/],
    [
      "has an unknown role",
      jsonLines({ messages: [{ role: "narrator", content: "x" }] }),
      1,
      /message 1 is from "narrator"/,
    ],
    ["uses tools", jsonLines({ messages: [{ role: "tool", content: "x" }] }), 1, /uses tools/],
    ["is a list that is not closed", '[{"prompt": "Q",\n "completion": "A"},\n', 3, /not closed/],
    ["is broken within a list", '[{"prompt": "Q", "completion": "A"},\n{"prompt" "Q"}]', 2, /no JSON/],
  ])("that %s is refused with its line", async (_, content, line, problem) => {
    await expect(readOne(content)).rejects.toEqual(refusal(line, problem));
  });
});

describe("a table", () => {
  const table = 'ID;Frage;Antwort\n1;Wer?;"Niemand;\nwirklich"\n2;Wo?;Hier\n';
  const columns = { prompt: "Frage", answer: "Antwort", system: null };

  it("is read by the columns that were chosen", async () => {
    expect(await readOne(table, "data.csv", { columns })).toEqual([
      { entry: pair("Wer?", "Niemand;\nwirklich"), line: 2 },
      { entry: pair("Wo?", "Hier"), line: 4 },
    ]);
  });

  it("is read by the names of its columns where none were chosen", async () => {
    expect(await readOne("Instruction\tInput\tOutput\nAdd\t1+1\t2\n", "data.tsv")).toEqual([
      { entry: pair("Add\n\n1+1", "2"), line: 2 },
    ]);
    expect((await readOne("text\nHello\n", "data.csv"))[0]?.entry).toEqual({
      kind: "text",
      text: "Hello",
      isWhole: true,
    });
  });

  it("without such a column, or with a row of another length, is refused", async () => {
    const wrong = { columns: { ...columns, answer: "Reply" } };
    await expect(readOne(table, "data.csv", wrong)).rejects.toEqual(
      refusal(1, /no column "Reply"; it has "ID", "Frage"/),
    );
    await expect(readOne(table, "data.csv")).rejects.toEqual(refusal(1, /cannot be told from their names/));
    await expect(readOne("prompt,answer\na,b\nc\n", "data.csv")).rejects.toEqual(refusal(3, /1 fields/));
  });
});

describe("a text", () => {
  it("is cut between paragraphs into windows of what is read at once, and nothing is lost", async () => {
    const paragraph = (index: number, words: number) =>
      Array(words)
        .fill(`w${String(index)}`)
        .join(" ");
    const lengths = [4, 3, 6, 9, 25, 2];
    const text = lengths.map((words, index) => paragraph(index, words)).join("\n\n");
    const found = await readOne(text, "data.txt");
    const texts = found.map(({ entry }) => (entry.kind === "text" ? entry.text : ""));
    expect(texts[0]).toBe(`${paragraph(0, 4)}\n\n${paragraph(1, 3)}`);
    expect(texts.slice(1, 3)).toEqual([paragraph(2, 6), paragraph(3, 9)]);
    for (const each of texts) expect(each.split(/\s+/).length).toBeLessThanOrEqual(10);
    expect(texts.join(" ").split(/\s+/)).toEqual(text.split(/\s+/));
    expect(found.map(({ line }) => line)).toEqual([1, 5, 7, 9, 9, 9, 9]);
  });

  it("has windows also without paragraphs, lines or spaces", async () => {
    const found = await readOne(`${"a".repeat(200_000)} b`, "data.txt");
    const texts = found.map(({ entry }) => (entry.kind === "text" ? entry.text : ""));
    expect(texts.join("").replaceAll(" ", "")).toBe(`${"a".repeat(200_000)}b`);
  });
});

describe("the encoding", () => {
  const line = `${JSON.stringify({ prompt: "Grüße 🙂", completion: "á" })}\n`;
  const wide = Buffer.from(`\uFEFF${line}`, "utf16le");

  it.each<[string, Uint8Array]>([
    ["UTF-8", Buffer.from(line)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${line}`)],
    ["UTF-16", wide],
    ["UTF-16 of the other order", Buffer.from(wide).swap16()],
  ])("may be %s", async (_, bytes) => {
    expect(await readOne(bytes)).toEqual([{ entry: pair("Grüße 🙂", "á"), line: 1 }]);
  });

  it("of any other kind is refused with the line", async () => {
    const latin = Buffer.from(`${jsonLines({ prompt: "ok", completion: "ok" })}${line}`, "latin1");
    await expect(readOne(latin)).rejects.toEqual(refusal(2, /not written in UTF-8/));
    await expect(readOne(wide.subarray(2))).rejects.toEqual(refusal(1, /zero/));
    await expect(readOne(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]))).rejects.toEqual(refusal(null, /UTF-32/));
    const late = Buffer.concat([Buffer.from(`${"word ".repeat(20)}\n`.repeat(5_000)), Buffer.from([0xe9, 0x0a])]);
    await expect(readOne(late, "data.txt")).rejects.toEqual(refusal(5_001, /not written in UTF-8/));
  });

  it("does not mind where a piece of the file ends", async () => {
    const content = "🙂é".repeat(300_000);
    const found = await readOne(jsonLines({ text: content }));
    expect(found[0]?.entry).toEqual({ kind: "text", text: content, isWhole: true });
  });
});

it("names a file that is not there, and stops when it is told to", async () => {
  const gone = { path: "/nowhere/data.jsonl", name: "data.jsonl", format: null, columns: null };
  await expect(read([gone])).rejects.toMatchObject({ code: "NOT_FOUND" });
  const stop = new AbortController();
  stop.abort();
  await expect(read([sourceOf("{}")], 10, stop.signal)).rejects.toMatchObject({ code: "CANCELLED" });
});
