import { expect, it } from "vitest";
import { createPendingChanges } from "./pending-changes.ts";

interface Look {
  size: number;
  theme: string;
}
const saved: Look = { size: 17, theme: "light" };

it("shows a change at once and lets go of it when it is saved", () => {
  const pending = createPendingChanges<Look>();
  const settle = pending.add({ size: 18 });
  expect(pending.over(saved)).toEqual({ size: 18, theme: "light" });
  settle();
  expect(pending.over({ ...saved, size: 18 })).toEqual({ size: 18, theme: "light" });
});

it("does not jump back to an earlier change that is confirmed late", () => {
  const pending = createPendingChanges<Look>();
  const first = pending.add({ size: 18 });
  pending.add({ size: 20 });
  first();
  expect(pending.over({ ...saved, size: 18 }).size).toBe(20);
});

it("falls back to what is saved when a change has failed", () => {
  const pending = createPendingChanges<Look>();
  const settle = pending.add({ theme: "dark" });
  settle();
  expect(pending.over(saved).theme).toBe("light");
});
