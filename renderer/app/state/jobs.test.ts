import { describe, expect, it } from "vitest";
import { jobLike } from "../testing/job-like.ts";
import { applyJobsEvent, worthShowing } from "./jobs.ts";

describe("the jobs a page knows", () => {
  const first = jobLike({ id: "a" });

  it("puts a new job first and changes a known one in its place", () => {
    const two = applyJobsEvent([first], { type: "changed", job: jobLike({ id: "b" }) });
    expect(two?.map((job) => job.id)).toEqual(["b", "a"]);
    const changed = applyJobsEvent(two, { type: "changed", job: jobLike({ id: "a", progress: 0.5 }) });
    expect(changed?.map((job) => [job.id, job.progress])).toEqual([
      ["b", null],
      ["a", 0.5],
    ]);
  });

  it("begins again with every snapshot, and waits for the first one", () => {
    expect(applyJobsEvent(null, { type: "changed", job: first })).toBeNull();
    expect(applyJobsEvent([first], { type: "snapshot", jobs: [] })).toEqual([]);
  });

  it("takes a dismissed job off", () => {
    expect(applyJobsEvent([first], { type: "removed", jobId: "a" })).toEqual([]);
  });
});

it("lists all that goes on or failed, and of what ended well only the latest three", () => {
  const done = ["1", "2", "3", "4"].map((id) => jobLike({ id, state: "done" }));
  const jobs = [jobLike({ id: "on" }), ...done, jobLike({ id: "bad", state: "failed" })];
  expect(worthShowing(jobs).map((job) => job.id)).toEqual(["on", "1", "2", "3", "bad"]);
});
