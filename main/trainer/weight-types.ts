import type { GgufTensor } from "#main/lib/gguf/tensors.ts";
import type { Pointer } from "./ggml/library.ts";
import type { Machine } from "./ggml/machine.ts";
import type { TrainingSettings } from "./train-contract.ts";

/** How a tensor lies in memory. */
export interface Placement {
  readonly type: string;
  readonly bufferType: Pointer;
}

/** In which types the frozen weights are kept. */
export interface WeightTypes {
  /** For the forward pass: exact enough to be the model that the person chats with. */
  forward(tensor: GgufTensor): Placement;
  /** Transposed copies, for gradients. */
  backward(tensor: GgufTensor): Placement;
}

export function chooseWeightTypes(machine: Machine, backwardType: TrainingSettings["backwardType"]): WeightTypes {
  const { bufferType } = machine;
  const type = backwardType === "auto" ? "Q8_0" : backwardType.toUpperCase();
  return {
    forward: (tensor) => ({ type: tensor.type, bufferType }),
    backward: () => ({ type, bufferType }),
  };
}
