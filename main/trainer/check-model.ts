import { architectureOf } from "./architectures/all.ts";
import { type ModelFile, openWeightFile } from "./ggml/weight-file.ts";

/**
 * What can be said of a model by the beginning of its file, without reading weights. Throws UNSUPPORTED_ARCHITECTURE, and MODEL_INVALID for
 * one that is damaged, split, an adapter, a vocabulary alone, a mixture of experts, or in a type that is not read.
 */
export async function checkModel(model: ModelFile): Promise<void> {
  await using file = await openWeightFile(model);
  architectureOf(file, model.name);
}
