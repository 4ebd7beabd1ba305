import { expect, test } from "vitest";
import type { GgufHeader } from "#main/lib/gguf/read.ts";
import type { GgufValue } from "#main/lib/gguf/metadata.ts";
import { aboutOf } from "./about.ts";

function header(metadata: Record<string, GgufValue>, tensors: [name: string, type: string, elements: number][] = []) {
  return {
    metadata: new Map(Object.entries(metadata)),
    tensors: tensors.map(([name, type, elements]) => ({
      name,
      type,
      shape: [elements],
      elements,
      sizeBytes: elements * 2,
    })),
  } as unknown as GgufHeader;
}

test("a mixture of experts says how many of its parameters a token passes", () => {
  const { experts, activeParameters } = aboutOf(
    header({ "moe.expert_count": 8, "moe.expert_used_count": 2 }, [
      ["token_embd.weight", "F16", 1_000],
      ["blk.0.ffn_up_exps.weight", "Q4_K", 8_000],
      ["blk.0.ffn_up_shexp.weight", "Q4_K", 100],
      ["blk.1.ffn_gate.7.weight", "Q4_K", 400],
    ]),
    "moe",
    "chat",
  );
  expect(experts).toEqual({ count: 8, used: 2 });
  expect(activeParameters).toBe(1_000 + 2_000 + 100 + 100);
  expect(aboutOf(header({}, [["a", "F16", 5]]), "llama", "chat").activeParameters).toBeNull();
});

test("its types are counted, the one with most bytes first", () => {
  const { tensorTypes } = aboutOf(
    header({}, [
      ["a", "F32", 10],
      ["b", "Q4_K", 500],
      ["c", "Q4_K", 500],
    ]),
    "llama",
    "chat",
  );
  expect(tensorTypes).toEqual([
    { type: "Q4_K", tensors: 2, elements: 1_000, bytes: 2_000 },
    { type: "F32", tensors: 1, elements: 10, bytes: 20 },
  ]);
});

test("where it comes from is read from the addresses it names, and nothing but web addresses is kept", () => {
  const about = aboutOf(
    header({
      "general.repo_url": "https://huggingface.co/ada/engine-8b",
      "general.url": "javascript:alert(1)",
      "general.organization": "Ada\n\u202eInc",
      "general.languages": ["de", "en", "<b>"],
      "general.base_model.count": 1,
      "general.base_model.0.name": "Engine 8B",
    }),
    "llama",
    "chat",
  );
  expect(about).toMatchObject({
    repository: "ada/engine-8b",
    sourceUrl: "https://huggingface.co/ada/engine-8b",
    madeBy: "Ada Inc",
    languages: ["de", "en"],
    baseModels: ["Engine 8B"],
  });
  expect(aboutOf(header({ "general.url": "file:///etc/passwd" }), "llama", "chat").sourceUrl).toBeNull();
});

test("a projector says what it reads and for which width of model", () => {
  const both = { "clip.has_vision_encoder": true, "clip.has_audio_encoder": true, "clip.vision.projection_dim": 2_560 };
  expect(aboutOf(header(both), "clip", "projector").projector).toEqual({ images: true, sound: true, embedding: 2_560 });
  expect(aboutOf(header({}), "clip", "projector").projector).toEqual({ images: true, sound: false, embedding: null });
});
