import type { LoadOptions, Machine } from "#main/models/contract.ts";
import type { HostInfo } from "#main/settings/contract.ts";

type Backend = LoadOptions["backend"];

const all: readonly Backend[] = ["auto", "cuda", "vulkan", "metal", "cpu"];

/**
 * What a model can run on here, in the order of the list. The cards that are known by name are NVIDIA's: without one there is no CUDA,
 * but another maker's may have Vulkan. What is chosen is always among them, and all are while the platform is not known.
 */
export function backendsOf(
  platform: HostInfo["platform"] | null,
  machine: Pick<Machine, "gpus" | "hasVulkan">,
  chosen: Backend,
): Backend[] {
  return all.filter((backend) => {
    if (platform === null || backend === chosen) return true;
    if (backend === "metal") return platform === "darwin";
    if (backend === "vulkan") return platform !== "darwin" && machine.hasVulkan;
    if (backend === "cuda") return platform !== "darwin" && machine.gpus.length > 0;
    return true;
  });
}
