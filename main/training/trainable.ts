import type { Models } from "#main/models/service.ts";
import type { TrainableModel } from "./contract.ts";
import { fitOf } from "./plan.ts";

export type ModelRecord = ReturnType<Models["library"]["get"]>;

/** `general.architecture` of the models that the trainer can train, and how people know them. */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ["llama", "Llama, Mistral, SmolLM"],
  ["qwen2", "Qwen 2"],
  ["qwen3", "Qwen 3"],
  ["gemma3", "Gemma 3"],
  ["phi3", "Phi 3"],
]);

/** Types of weights that it computes with. */
const TYPES = new Set("F32 F16 BF16 Q8_0 Q4_0 Q4_1 Q5_0 Q5_1 Q2_K Q3_K Q4_K Q5_K Q6_K I32 I16 I8 I64 F64".split(" "));

const PART = /-\d{5}-of-\d{5}\.gguf$/i;

/** Beside weights: activations of a text of usual length, and the program. In a trial: 1.66 GB in all for a model of 0.27 billion. */
const LEAST_BESIDE_BYTES = 700e6;
/** Copies of the weights for the way back, in 16 bits. */
const BYTES_PER_PARAMETER = 2;

/** Models that write, and whether they can be trained. */
export function trainableModels(records: readonly ModelRecord[], freeBytes: number): TrainableModel[] {
  return records
    .filter(({ facts }) => facts.kind === "chat" || facts.kind === "base")
    .map((record) => {
      const neededBytes = aboutNeeded(record);
      const fit = fitOf(neededBytes, freeBytes);
      return { modelId: record.id, refusal: refusalOf(record), neededBytes, freeBytes, fit };
    });
}

/** Why it cannot be trained, as a sentence; null: it can. */
export function refusalOf({ name, path, facts, problem }: ModelRecord): string | null {
  if (facts.kind === "vocabulary") return `${name} holds only a vocabulary, and nothing that could learn.`;
  if (facts.kind === "adapter") return `${name} is an adapter. Choose the model that it was made for.`;
  if (facts.kind !== "chat" && facts.kind !== "base") return `${name} does not write, so it cannot learn to.`;
  if (problem !== null) return problem.message;
  if (!ARCHITECTURES.has(facts.architecture)) {
    const known = [...ARCHITECTURES.values()].join(", ");
    return `${name} is of the kind “${facts.architecture}”, which cannot be trained here yet. These can: ${known}.`;
  }
  if (PART.test(path)) return `${name} lies in several files. Only models in one file can be trained yet.`;
  const other = facts.about.tensorTypes.find(({ type }) => !TYPES.has(type));
  if (other === undefined) return null;
  return `${name} holds weights of the type ${other.type}, which cannot be trained. Take a copy in Q4_K_M, Q8_0 or F16.`;
}

function aboutNeeded({ sizeBytes, facts }: ModelRecord): number {
  const parameters = facts.parameters ?? sizeBytes;
  return sizeBytes + BYTES_PER_PARAMETER * parameters + Math.max(LEAST_BESIDE_BYTES, 0.5 * sizeBytes);
}
