import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openNetwork } from "./open-network.ts";
import { readWikitext, wholeText } from "./testing/wikitext.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

const PATH = join(import.meta.dirname, "../../.cache/models/gemma-3-270m-q4_k_m.gguf");
const isHere = existsSync(PATH);

it.skipIf(!isHere)(`finds WikiText as likely as llama.cpp does${isHere ? "" : ": npm run sample-model"}`, async () => {
  using network = await openNetwork({ path: PATH, name: "Gemma" }, { ...USUAL_SETTINGS, threads: 2 });
  for (const { ids, exactLoss } of [readWikitext().special, readWikitext().plain]) {
    const [told] = await network.judge([wholeText(ids)]);
    expect(Math.abs((told?.loss ?? NaN) - exactLoss)).toBeLessThan(0.01);
  }
});
