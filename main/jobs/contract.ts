import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { errorShape, id, timestamp } from "../rpc/shapes.ts";

export const job = z.strictObject({
  id,
  /** Names the feature's worker, and the words in the interface: `job.<kind>` in the text catalogue. */
  kind: z.enum([
    "load-model",
    "install-sample",
    "download-model",
    "scan-models",
    "check-files",
    "import-adapter",
    "export-adapter",
    "merge-adapters",
    "measure-preset",
    "measure-machine",
    "quantise-model",
    "compare-models",
    "plan-training",
    "train",
    "read-documents",
    "embed-documents",
    "read-everything",
    "evaluate",
    "export-chats",
    "backup",
  ]),
  /** What it works on, as the user knows it ("Gemma 3 270M"). */
  subject: z.string(),
  /** The id of what it works on, where its worker tells; null: it does not. */
  aboutId: id.nullable(),
  state: z.enum(["waiting", "running", "paused", "done", "failed", "cancelled"]),
  /** 0 to 1, or null while the amount of work is not known. */
  progress: z.number().min(0).max(1).nullable(),
  /** What is being done: a key of the text catalogue, `job.step.<step>`, with its values. */
  step: z.strictObject({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  /** From the speed so far; null in the first 3 s and where it cannot be known. */
  remainingMs: z.number().nullable(),
  canPause: z.boolean(),
  error: errorShape.nullable(),
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
});
export type Job = z.infer<typeof job>;
export type JobKind = Job["kind"];

export const jobsEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("snapshot"), jobs: z.array(job) }),
  z.strictObject({ type: z.literal("changed"), job }),
  z.strictObject({ type: z.literal("removed"), jobId: id }),
]);
export type JobsEvent = z.infer<typeof jobsEvent>;

const byId = z.strictObject({ jobId: id });
const empty = z.strictObject({});

export const jobsContract = {
  /** Those under way or waiting, and those that ended in the last day, newest first. */
  list: oc.output(z.array(job)),
  watch: oc.output(eventIterator(jobsEvent)),
  cancel: oc.input(byId).output(empty),
  pause: oc.input(byId).output(empty),
  resume: oc.input(byId).output(empty),
  /** Takes an ended job off the list. */
  dismiss: oc.input(byId).output(empty),
};
