import { type EncodedType, encodeTensor } from "#main/lib/gguf/encode.ts";
import { encodeGguf, gguf, type GgufField, type GgufTensorData } from "#main/lib/gguf/write.ts";
import { writeWhole } from "#main/lib/write-whole.ts";
import { open } from "node:fs/promises";
import type { LoraPair, LoraParameters } from "../network.ts";
import type { TrainingSettings } from "../train-contract.ts";

/** What an adapter's file says of where it comes from. Losses in nats a token; null where it is not known. */
export interface AdapterOrigin {
  readonly name: string;
  readonly baseModel: { readonly name: string; readonly sha256: string | null };
  /** Of the tokens that it was trained on (`DataReport.hash`). */
  readonly dataHash: string | null;
  readonly settings: TrainingSettings | null;
  /** After how many steps. */
  readonly step: number | null;
  readonly heldOutLoss: number | null;
  readonly heldOutLossBefore: number | null;
  /** Of the programs that made it: "cloister", "llama.cpp". */
  readonly versions: Readonly<Record<string, string>>;
}

export interface AdapterOutput {
  readonly path: string;
  readonly architecture: string;
  readonly lora: Pick<LoraParameters, "rank" | "scale" | "pairs">;
  /** As `LoraParameters.readValues` gives them. */
  readonly values: Float32Array;
  /** Half precision is what adapters usually come in: a rounding of 1/2048 that no answer shows. */
  readonly type: "F16" | "F32";
  readonly origin: AdapterOrigin;
}

/** The largest number of half precision; what is larger would become infinite. */
const LARGEST_HALF = 65_504;

/**
 * Writes a LoRA that llama.cpp loads: whole under its name, or not at all. Throws DISK_FULL, FOLDER_READ_ONLY; and a plain Error over a value
 * that is no number, which no training may hand over.
 */
export async function writeAdapter(output: AdapterOutput): Promise<{ bytes: number }> {
  const tensors = output.lora.pairs.flatMap((pair) => tensorsOf(pair, output));
  const bytes = encodeGguf({ metadata: metadataOf(output), tensors });
  await writeWhole(output.path, bytes.byteLength, async (temporary) => {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  });
  return { bytes: bytes.byteLength };
}

/** Keys of llama.cpp where it has them, else our own. */
function metadataOf({ architecture, lora, origin }: AdapterOutput): Record<string, GgufField> {
  const { baseModel, dataHash, settings, step, heldOutLoss, heldOutLossBefore, versions } = origin;
  return {
    "general.type": gguf.string("adapter"),
    "general.architecture": gguf.string(architecture),
    "general.name": gguf.string(origin.name),
    "general.base_model.count": gguf.u32(1),
    "general.base_model.0.name": gguf.string(baseModel.name),
    "adapter.type": gguf.string("lora"),
    // llama.cpp multiplies by alpha / rank. What was trained with alpha / √rank gets the alpha that makes the same of it.
    "adapter.lora.alpha": gguf.f32(lora.scale * lora.rank),
    ...said("cloister.base_model.sha256", baseModel.sha256, gguf.string),
    ...said("cloister.data.hash", dataHash, gguf.string),
    ...said("cloister.training.settings", settings, (value) => gguf.string(JSON.stringify(value))),
    ...said("cloister.training.step", step, gguf.u32),
    ...said("cloister.training.held_out_loss", heldOutLoss, gguf.f32),
    ...said("cloister.training.held_out_loss_before", heldOutLossBefore, gguf.f32),
    ...Object.fromEntries(
      Object.entries(versions).map(([program, version]) => [`cloister.version.${program}`, gguf.string(version)]),
    ),
  };
}

function said<T>(key: string, value: T | null, field: (value: T) => GgufField): Record<string, GgufField> {
  return value === null ? {} : { [key]: field(value) };
}

function tensorsOf(pair: LoraPair, { lora: { rank }, values, type }: AdapterOutput): GgufTensorData[] {
  const { tensor, columns, rows, aAt, bAt } = pair;
  const a = values.subarray(aAt, aAt + rank * columns);
  const b = transposed(values.subarray(bAt, bAt + rank * rows), rank, rows);
  return [half(`${tensor}.lora_a`, [columns, rank], a, type), half(`${tensor}.lora_b`, [rank, rows], b, type)];
}

function half(name: string, shape: readonly number[], values: Float32Array, wanted: EncodedType): GgufTensorData {
  let largest = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) throw new Error(`${name} holds ${value}: an adapter of it would spoil every answer`);
    largest = Math.max(largest, Math.abs(value));
  }
  const type = largest > LARGEST_HALF ? "F32" : wanted;
  return { name, type, shape, data: encodeTensor(type, values) };
}

/** B is trained as `rank` rows, one for each of its columns; llama.cpp has it row by row. */
function transposed(values: Float32Array, rank: number, rows: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rank; column++) turned[row * rank + column] = values[column * rows + row] ?? 0;
  }
  return turned;
}
