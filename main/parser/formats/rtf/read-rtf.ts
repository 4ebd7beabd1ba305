import { chunksOf } from "../../bytes.ts";
import type { ParseEvent } from "../../contract.ts";
import { flowed } from "../flow.ts";
import type { Source } from "../reader.ts";
import { createRtfBody, type RtfText } from "./body.ts";
import { createTokenizer } from "./tokens.ts";

/** Rich text, as old word processors and many programs of courts and hospitals write it. */
export async function* readRtf(source: Source): AsyncGenerator<ParseEvent> {
  const { pieces, about, hasDeletions, isCutOff } = await readRtfText(source);
  yield* flowed(source, pieces, about);
  if (hasDeletions) yield { type: "left-out", what: "text deleted in tracked changes" };
  if (isCutOff) yield { type: "left-out", what: "the end, which is missing in the file" };
}

export async function readRtfText({ bytes }: Pick<Source, "bytes">): Promise<RtfText> {
  const body = createRtfBody();
  const tokens = createTokenizer(body.take);
  for await (const chunk of chunksOf(bytes)) tokens.write(chunk);
  tokens.end();
  return body.end();
}
