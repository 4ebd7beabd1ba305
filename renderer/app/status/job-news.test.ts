import { expect, it } from "vitest";
import { jobLike } from "../testing/job-like.ts";
import { newsOf } from "./job-news.ts";

const at = (progress: number) => jobLike({ id: "a", progress });
const ids = (jobs: { id: string }[]) => jobs.map((job) => job.id);

it("speaks of a job at each quarter, not in between", () => {
  expect(ids(newsOf([at(0.2)], [at(0.24)]))).toEqual([]);
  expect(ids(newsOf([at(0.24)], [at(0.26)]))).toEqual(["a"]);
  expect(ids(newsOf([at(0.26)], [at(0.49)]))).toEqual([]);
});

it("speaks of its end and of a pause, not of its beginning or of what the user cancelled", () => {
  expect(ids(newsOf([at(0.9)], [jobLike({ id: "a", state: "done" })]))).toEqual(["a"]);
  expect(ids(newsOf([at(0.9)], [jobLike({ id: "a", state: "failed" })]))).toEqual(["a"]);
  expect(ids(newsOf([at(0.9)], [jobLike({ id: "a", state: "cancelled" })]))).toEqual([]);
  expect(ids(newsOf([], [at(0.9)]))).toEqual([]);
});
