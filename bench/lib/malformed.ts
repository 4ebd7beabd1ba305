import { isContractProcedure } from "@orpc/contract";
import fc from "fast-check";
import { contract } from "#main/rpc/contract.ts";

/** One thing to send that no page of ours would. */
export type Malformed =
  /** A message as it should be, with an input that is not: it has to be answered. */
  | { kind: "call"; path: string; input: unknown }
  /** Anything at all on the socket: it has to be answered, ignored, or the socket closed. */
  | { kind: "frame"; frame: string | Uint8Array };

const NO_INPUT: string[] = [];
const WITH_INPUT: string[] = [];
collect("", contract);

/** Contracts nest: parts of a feature have their own. */
function collect(path: string, routes: object): void {
  for (const [name, route] of Object.entries(routes) as [string, object][]) {
    const at = `${path}/${name}`;
    if (isContractProcedure(route)) (route["~orpc"].inputSchema === undefined ? NO_INPUT : WITH_INPUT).push(at);
    else collect(at, route);
  }
}

const IDS = ["01900000-0000-7000-8000-000000000000", "", "../../etc/passwd", "__proto__", "'; DROP TABLE chats; --"];
const id = fc.constantFrom(...IDS);
/** Names that inputs have, so that a value reaches further than "unknown field". */
const FIELDS =
  "chatId messageId runId modelId jobId parentId text title path what name id sampling loadOptions mode theme fromSeq offset limit bin " +
  "exactly adapters systemPrompt keys columns stopSequences temperature __proto__ constructor toString";
const field = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...FIELDS.split(" ")) }, fc.string({ maxLength: 12 }));
const number = fc.oneof(
  fc.constantFrom(-1, 0, 1e308, -1e308, 2 ** 53, 0.5, -0),
  fc.integer(),
  fc.double({ noNaN: true }),
);
const long = fc.integer({ min: 1, max: 200_000 }).map((length) => "\u{1f980}".repeat(length / 2));
const text = fc.oneof({ weight: 8, arbitrary: fc.string({ unit: "binary" }) }, { weight: 4, arbitrary: id }, long);
const deep = fc.integer({ min: 100, max: 3_000 }).map((depth) => nest(depth));
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null), id);
const value = fc.oneof(
  { weight: 10, arbitrary: leaf },
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 4, arbitrary: fc.array(leaf, { maxLength: 20 }) },
  { weight: 4, arbitrary: fc.dictionary(field, leaf, { maxKeys: 8 }) },
  { weight: 1, arbitrary: deep },
);
const object = fc.dictionary(field, value, { maxKeys: 10 });

const wrongInput = fc.record({
  kind: fc.constant("call" as const),
  path: fc.constantFrom(...WITH_INPUT),
  input: fc.oneof({ weight: 5, arbitrary: object }, value, fc.constant(undefined)),
});
/** Without an input these would be called for good (a download, a backup): each gets one that it must refuse. */
const inputWhereNoneIs = fc.record({
  kind: fc.constant("call" as const),
  path: fc.constantFrom(...NO_INPUT),
  input: object.map((fields) => ({ ...fields, unwanted: 1 })),
});
const wrongPath = fc.record({
  kind: fc.constant("call" as const),
  path: fc
    .oneof(
      text,
      fc.constantFrom("/", "//", "/chat", "/chat/", "/__proto__/x", "/chat/toString", "/chat/../models/scan%"),
    )
    .map((path) => `/not${path.slice(0, 5_000)}`),
  input: value,
});

/** oRPC's own envelope, with what it believes of it: types by path, files, other methods, streams from the page. */
const envelope = fc.record(
  {
    i: fc.oneof(text, number, fc.constant(null), object),
    t: fc.oneof(fc.constantFrom(1, 2, 3, 4, 5, "1"), leaf),
    p: fc.oneof(
      leaf,
      fc.record(
        {
          u: fc.oneof(fc.constantFrom(...WITH_INPUT), text, number, fc.constant("http://[")),
          m: fc.oneof(fc.constantFrom("GET", "POST", "", "x"), number),
          h: fc.oneof(
            fc.constant({ "content-type": "text/event-stream" }),
            fc.constant({ "content-type": "multipart/form-data; boundary=x" }),
            fc.constant({ "content-disposition": 'attachment; filename="a"' }),
            object,
            leaf,
          ),
          b: fc.oneof(
            fc.record({ json: value, meta: fc.array(fc.array(fc.oneof(fc.integer({ min: -1, max: 9 }), field))) }),
            fc.record({ json: value, maps: fc.array(fc.array(field)), meta: leaf }),
            value,
          ),
          e: fc.constantFrom("message", "error", "done", "x"),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);
/** Deeper than a page could write: `JSON.stringify` gives up before. */
const abyss = `{"i":"1","p":{"u":"/chat/get","b":{"json":${"[".repeat(60_000)}${"]".repeat(60_000)}}}}`;
const frame = fc
  .oneof(
    { weight: 6, arbitrary: envelope.map((message) => JSON.stringify(message)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("", "null", "[]", "{", '{"i":"1"}', "[".repeat(100_000), abyss, "9".repeat(50_000)),
    },
  )
  .map((each) => ({ kind: "frame" as const, frame: each }));

const malformed: fc.Arbitrary<Malformed> = fc.oneof(
  { weight: 12, arbitrary: wrongInput },
  { weight: 3, arbitrary: inputWhereNoneIs },
  { weight: 2, arbitrary: wrongPath },
  { weight: 3, arbitrary: frame },
);

/** The same for the same seed. */
export function sampleMalformed(count: number, seed: number): Malformed[] {
  return fc.sample(malformed, { numRuns: count, seed });
}

function nest(depth: number): unknown {
  let inner: unknown = 1;
  for (let level = 0; level < depth; level += 1) inner = level % 2 === 0 ? [inner] : { a: inner };
  return inner;
}
