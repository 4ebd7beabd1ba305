import { expect, it } from "vitest";
import { jobLike } from "../testing/job-like.ts";
import { t } from "../texts.ts";
import { jobLine, jobName } from "./job-words.ts";

it("names a job by what it does to what", () => {
  expect(jobName(t, jobLike({ kind: "load-model", subject: "Qwen3 8B" }))).toBe("Load Qwen3 8B");
});

it("says how far a job is and how long it takes, as far as both are known", () => {
  expect(jobLine(t, jobLike({ progress: 0.41, remainingMs: 4 * 60_000 }))).toBe("41% · 4\u00a0min left");
  expect(jobLine(t, jobLike({ progress: 0.41 }))).toBe("41%");
  expect(jobLine(t, jobLike({ state: "paused", progress: 0.4 }))).toBe("Paused · 40%");
});

it("says why a job failed in the words of its error", () => {
  const error = {
    code: "NOT_ENOUGH_MEMORY",
    message: "",
    data: { model: "Big", neededBytes: 16.4 * 2 ** 30, freeBytes: 2 ** 30 },
  } as const;
  expect(jobLine(t, jobLike({ state: "failed", error }))).toContain(
    "Big needs 16.4\u00a0GB; 1.0\u00a0GB can be had. Use a smaller model",
  );
});

it("leaves out a step that the catalogue does not know", () => {
  expect(jobLine(t, jobLike({ step: { key: "no-such-step", values: {} }, progress: 0.5 }))).toBe("50%");
});
