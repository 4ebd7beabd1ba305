import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";

/** What the app process says to a hasher child: one or more files, one after the other. */

export const hashEvent = z.discriminatedUnion("type", [
  /** Of all files together. */
  z.strictObject({ type: z.literal("progress"), bytes: z.number() }),
  z.strictObject({ type: z.literal("done"), sha256: z.array(z.string()) }),
]);
export type HashEvent = z.infer<typeof hashEvent>;

export const hasherContract = {
  /** SHA-256 of each file, in hexadecimal. NOT_FOUND when one is not there or cannot be read. */
  hash: oc.input(z.strictObject({ paths: z.array(z.string()).min(1) })).output(eventIterator(hashEvent)),
};
