import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { sampleModelPath } from "#main/tools/sample-model-path.ts";
import { openNetwork } from "./open-network.ts";
import { readWikitext, wholeText } from "./testing/wikitext.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

const path = sampleModelPath();

it.skipIf(!existsSync(path))("finds WikiText as likely as llama.cpp does (needs: npm run sample-model)", async () => {
  using network = await openNetwork({ path, name: "Gemma" }, { ...USUAL_SETTINGS, device: "cpu", threads: 1 });
  const { ids, exactLoss } = readWikitext().plain;
  const [told] = await network.judge([wholeText(ids)]);
  expect(Math.abs((told?.loss ?? NaN) - exactLoss)).toBeLessThan(0.01);
});
