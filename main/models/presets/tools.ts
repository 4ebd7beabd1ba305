import { readGgufHeader } from "#main/lib/gguf/read.ts";
import type { Library } from "../library/library.ts";
import type { ModelRecord } from "../store.ts";
import type { DraftModel, TemplateCheck } from "./contract.ts";
import { tryApart } from "./try-apart.ts";

/** What helps with making a preset. */
export interface PresetTools {
  /** The template in the model's file; null: it has none. NOT_FOUND, MODEL_INVALID. */
  template(modelId: string): Promise<string | null>;
  /** Tries it on a small conversation. */
  checkTemplate(modelId: string, template: string): Promise<TemplateCheck>;
  /** Every other model that writes, those that can draft for this one first, the smallest first. */
  draftModels(modelId: string): Promise<DraftModel[]>;
}

/** A real template takes milliseconds; reading a large vocabulary before it takes half a second, and more on a busy computer. */
const CHECK_MS = 8_000;
const COMPARE_MS = 60_000;

export function createPresetTools(library: Pick<Library, "get" | "listed">): PresetTools {
  /** By the fingerprints of both. */
  const compared = new Map<string, boolean>();

  async function compare(own: ModelRecord, others: readonly ModelRecord[]): Promise<void> {
    const open = others.filter((other) => !compared.has(pair(own, other)));
    if (open.length === 0) return;
    const paths = open.map(({ path }) => path);
    const reply = await tryApart({ ask: "same-vocabulary", path: own.path, others: paths }, COMPARE_MS);
    if (reply === null || !("same" in reply)) return;
    for (const [index, other] of open.entries()) compared.set(pair(own, other), reply.same[index] === true);
  }

  return {
    async template(modelId) {
      const { metadata } = await readGgufHeader(library.get(modelId).path);
      const template = metadata.get("tokenizer.chat_template");
      return typeof template === "string" && template.trim() !== "" ? template : null;
    },

    async checkTemplate(modelId, template) {
      const reply = await tryApart({ ask: "check", path: library.get(modelId).path, template }, CHECK_MS);
      if (reply !== null && "check" in reply) return reply.check;
      return { rendered: null, usable: false, problems: [{ kind: "endless" }] };
    },

    async draftModels(modelId) {
      const own = library.get(modelId);
      const others = library.listed().filter((record) => record.id !== modelId && canWrite(record));
      // A larger one would be slower than what it drafts for, whatever its words are.
      await compare(
        own,
        others.filter((other) => other.sizeBytes < own.sizeBytes),
      );
      const drafts = others.map((other): DraftModel => {
        const larger = other.sizeBytes >= own.sizeBytes;
        const problem = larger ? "larger" : compared.get(pair(own, other)) === true ? null : "vocabulary";
        return { modelId: other.id, name: other.name, sizeBytes: other.sizeBytes, problem };
      });
      return drafts.toSorted(
        (a, b) => Number(a.problem !== null) - Number(b.problem !== null) || a.sizeBytes - b.sizeBytes,
      );
    },
  };
}

function canWrite({ facts, problem }: ModelRecord): boolean {
  return (facts.kind === "chat" || facts.kind === "base") && problem === null;
}

function pair(a: ModelRecord, b: ModelRecord): string {
  return `${a.fingerprint} ${b.fingerprint}`;
}
