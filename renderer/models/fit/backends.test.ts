import { describe, expect, it } from "vitest";
import { backendsOf } from "./backends.ts";

const none = { gpus: [], hasVulkan: false };
const other = { gpus: [], hasVulkan: true };
const card = { gpus: [{ name: "NVIDIA RTX A2000", totalBytes: 12e9, freeBytes: 11e9 }], hasVulkan: true };

describe("what a model can run on", () => {
  it("leaves Metal to Macs, CUDA and Vulkan to computers with a card for it", () => {
    expect(backendsOf("linux", none, "auto")).toEqual(["auto", "cpu"]);
    expect(backendsOf("linux", other, "auto")).toEqual(["auto", "vulkan", "cpu"]);
    expect(backendsOf("win32", card, "auto")).toEqual(["auto", "cuda", "vulkan", "cpu"]);
    expect(backendsOf("darwin", none, "auto")).toEqual(["auto", "metal", "cpu"]);
  });

  it("keeps what is chosen, wherever the data came from", () => {
    expect(backendsOf("linux", none, "metal")).toEqual(["auto", "metal", "cpu"]);
    expect(backendsOf("darwin", none, "cuda")).toEqual(["auto", "cuda", "metal", "cpu"]);
  });

  it("leaves nothing out while the platform is not known", () => {
    expect(backendsOf(null, none, "auto")).toHaveLength(5);
  });
});
