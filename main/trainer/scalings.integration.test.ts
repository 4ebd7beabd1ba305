import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { type GgufField, gguf } from "#main/lib/gguf/write.ts";
import { openNetwork } from "./open-network.ts";
import { type FixtureName, readFixture } from "./testing/fixture.ts";
import { llamaLogits } from "./testing/llama-reference.ts";
import { writeWithMetadata } from "./testing/with-metadata.ts";
import { USUAL_SETTINGS } from "./train-contract.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** Both compute in F32; of gemma3 llama.cpp looks GELU up in a table of F16. */
const TOLERANCE = { usual: 1e-4, gemma3: 5e-3 };
/** Without them the logits are others by more than that. */
const EFFECT = 0.02;

const linear = (name: string): Record<string, GgufField> => ({
  [`${name}.rope.scaling.type`]: gguf.string("linear"),
  [`${name}.rope.scaling.factor`]: gguf.f32(4),
});
const yarn = (name: string): Record<string, GgufField> => ({
  [`${name}.rope.scaling.type`]: gguf.string("yarn"),
  [`${name}.rope.scaling.factor`]: gguf.f32(4),
  [`${name}.rope.scaling.original_context_length`]: gguf.u32(64),
});
/** Of which llama.cpp reads the first alone. */
const ownNumbers = (name: string): Record<string, GgufField> => ({
  [`${name}.rope.scaling.attn_factor`]: gguf.f32(0.8),
  [`${name}.rope.scaling.yarn_beta_fast`]: gguf.f32(16),
  [`${name}.rope.scaling.yarn_beta_slow`]: gguf.f32(2),
});

interface Case {
  what: string;
  fixture: FixtureName;
  fields: Record<string, GgufField>;
}
const CASES: readonly Case[] = [
  { what: "positions divided by a factor", fixture: "llama", fields: linear("llama") },
  { what: "positions divided by a factor", fixture: "qwen2", fields: linear("qwen2") },
  { what: "the same under its old name", fixture: "llama", fields: { "llama.rope.scale_linear": gguf.f32(4) } },
  { what: "YaRN", fixture: "llama", fields: yarn("llama") },
  { what: "YaRN", fixture: "qwen2", fields: yarn("qwen2") },
  { what: "YaRN", fixture: "qwen3", fields: yarn("qwen3") },
  { what: "YaRN with its own numbers", fixture: "llama", fields: { ...yarn("llama"), ...ownNumbers("llama") } },
  { what: "YaRN with its own numbers", fixture: "qwen2", fields: { ...yarn("qwen2"), ...ownNumbers("qwen2") } },
  { what: "YaRN with its own numbers", fixture: "qwen3", fields: { ...yarn("qwen3"), ...ownNumbers("qwen3") } },
  { what: "YaRN beside factors of each frequency", fixture: "llama3", fields: yarn("llama") },
  { what: "bent logits", fixture: "gemma3", fields: { "gemma3.final_logit_softcapping": gguf.f32(2) } },
  { what: "another base", fixture: "phi3", fields: { "phi3.rope.freq_base": gguf.f32(500) } },
];

it.each(CASES)("$what, of the fixture $fixture: llama.cpp's logits", async ({ what, fixture: name, fields }) => {
  const fixture = readFixture(name);
  const path = join(folder.path, `${name} ${what}.gguf`);
  await writeWithMetadata(fixture.model, path, fields);
  const { ids } = fixture.example;
  const targets = Int32Array.from({ length: ids.length - 1 }, (_, at) => at);
  const expected = await llamaLogits(path, ids);
  const without = await llamaLogits(fixture.model, ids);
  using network = await openNetwork({ path, name }, { ...USUAL_SETTINGS, device: "cpu", threads: 1 });
  const logits = await network.logits({ ids, targets }, { withAdapter: false });
  const farthest = logits.reduce((most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? NaN))), 0);
  const effect = logits.reduce((most, value, at) => Math.max(most, Math.abs(value - (without[at] ?? NaN))), 0);
  expect(effect).toBeGreaterThan(EFFECT);
  expect(farthest).toBeLessThan(fixture.architecture === "gemma3" ? TOLERANCE.gemma3 : TOLERANCE.usual);
});
