import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import type { CardBackend } from "./ggml/placement.ts";
import type { Machine } from "./ggml/machine.ts";
import { isSupported, type Placement } from "./ggml/measure.ts";
import type { TrainingSettings } from "./train-contract.ts";
import { EXACT_ENOUGH, fits, WHOLE, type WeightTypes } from "./weight-types.ts";

/**
 * Types of the layers on a card. Its memory is what there is least of, and every backend has products for the file's own types: they stay
 * as they are, and the copies for gradients take eight bits. Where a card does not know one, the next that loses next to nothing.
 */
export function cardTypes(
  machine: Machine,
  { bufferType }: Pick<CardBackend, "bufferType">,
  backwardType: TrainingSettings["backwardType"],
): WeightTypes {
  const gradientTypes = backwardType === "auto" ? EXACT_ENOUGH : [backwardType.toUpperCase(), "F16", "F32"];

  function first(types: readonly string[], columns: number, rows: number): Placement {
    const known = types.find(
      (type) => fits(type, columns) && isSupported(machine, { type, bufferType }, columns, rows),
    );
    return { type: known ?? "F32", bufferType };
  }

  return {
    forward({ type, shape }: GgufTensor) {
      const [columns = 1, rows = 1] = shape;
      return first(WHOLE.has(type) ? [type, "F32"] : [type, "Q8_0", "F16"], columns, rows);
    },
    backward({ shape }: GgufTensor) {
      const [rows = 1, columns = 1] = shape;
      return first(gradientTypes, columns, rows);
    },
  };
}
