import { expect, it } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { planKey } from "./size-text.ts";

it("says of a copy that hardly gets smaller that it is hardly worth it", () => {
  expect(planKey({ bytes: 292e6, sourceBytes: 543e6 })).toBe("quantise.plan");
  // The sample model, Q4_K_M, as IQ3_M.
  expect(planKey({ bytes: 239e6, sourceBytes: 253e6 })).toBe("quantise.plan.hardly");
  expect(planKey({ bytes: 260e6, sourceBytes: 253e6 })).toBe("quantise.plan.larger");
  const text = t("quantise.plan.hardly", { part: 0.055, bytes: "239 MB", source: "253 MB", free: "79 GB" });
  expect(text).toContain("saves 6%");
});
