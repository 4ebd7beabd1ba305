import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether a card can be used through Vulkan here: Windows has its loader from the card's driver, Linux a node that programs compute on.
 * Without either only the processor is there, and Vulkan would be a choice that fails. Apple's computers have Metal.
 */
export function hasVulkan(
  platform = process.platform,
  windowsDir = process.env["SystemRoot"] ?? "C:\\Windows",
  devicesDir = "/dev/dri",
): boolean {
  if (platform === "win32") return existsSync(join(windowsDir, "System32", "vulkan-1.dll"));
  return platform === "linux" && hasRenderNode(devicesDir);
}

function hasRenderNode(devicesDir: string): boolean {
  try {
    return readdirSync(devicesDir).some((name) => name.startsWith("renderD"));
  } catch {
    return false;
  }
}
