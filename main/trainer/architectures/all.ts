import { AppError } from "#main/rpc/errors.ts";
import type { Architecture } from "./architecture.ts";
import { gemma3 } from "./gemma3.ts";
import { llama } from "./llama.ts";
import type { WeightFile } from "../ggml/weight-file.ts";
import { phi3 } from "./phi3.ts";
import { qwen2, qwen3 } from "./qwen.ts";

const ARCHITECTURES: readonly Architecture[] = [llama, qwen2, qwen3, gemma3, phi3];

/** Throws UNSUPPORTED_ARCHITECTURE, with the list of those that can be trained, and MODEL_INVALID for a mixture of experts. */
export function architectureOf(file: WeightFile, model: string): Architecture {
  const name = file.architecture;
  const found = ARCHITECTURES.find((architecture) => architecture.name === name);
  // Mixtral says that it is a "llama".
  if (found !== undefined && file.number("expert_count", 0) > 0) {
    throw file.invalid("It is a mixture of experts, which cannot be trained.");
  }
  if (found !== undefined) return found;
  const supported = ARCHITECTURES.map((architecture) => architecture.name).join(", ");
  const message = `${model} is of the architecture ${name}, which cannot be trained. Those that can: ${supported}.`;
  throw new AppError("UNSUPPORTED_ARCHITECTURE", message, { model, architecture: name, supported });
}
