import { describe, expect, it } from "vitest";
import { usualModelId } from "./use-models.ts";
import { aModel } from "./testing/a-model.ts";

describe("the model of a new chat", () => {
  it("is the one that was set, else the one last used, else the only one", () => {
    const old = aModel({ id: "old", lastUsedAt: 1 });
    const recent = aModel({ id: "recent", lastUsedAt: 5 });
    const fresh = aModel({ id: "fresh" });
    expect(usualModelId([old, recent, fresh], "fresh")).toBe("fresh");
    expect(usualModelId([old, recent, fresh], null)).toBe("recent");
    expect(usualModelId([fresh], null)).toBe("fresh");
    expect(usualModelId([fresh, aModel({ id: "other" })], null)).toBeNull();
  });

  it("is never an adapter, an embedding model or one whose file is gone", () => {
    const gone = aModel({
      id: "gone",
      problem: { code: "MODEL_NOT_FOUND", message: "", data: { model: "gone", path: "/x" } },
    });
    expect(usualModelId([aModel({ kind: "adapter" }), aModel({ kind: "embedding" }), gone], "gone")).toBeNull();
  });
});
