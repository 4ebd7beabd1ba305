import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { id, timestamp } from "../rpc/shapes.ts";

export const connection = z.strictObject({
  at: timestamp,
  host: z.string(),
  purpose: z.string(),
  allowed: z.boolean(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});
export type Connection = z.infer<typeof connection>;

export const privacyStatus = z.strictObject({
  startedAt: timestamp,
  network: z.enum(["off", "on"]),
  /** Since start: tried, and those that the policy let through. */
  tried: z.number().int(),
  made: z.number().int(),
  connections: z.array(connection),
  vault: z.enum(["none", "open", "locked"]),
});
export type PrivacyStatus = z.infer<typeof privacyStatus>;

/** What is kept, and where. Sizes in bytes on disk. */
export const storage = z.strictObject({
  dataDir: z.string(),
  items: z.array(
    z.strictObject({
      what: z.enum(["chats", "backups", "kv-states", "models", "logs", "bin"]),
      path: z.string(),
      sizeBytes: z.number(),
      count: z.number().int(),
    }),
  ),
});
export type Storage = z.infer<typeof storage>;

export const privacyContract = {
  status: oc.output(privacyStatus),
  watch: oc.output(eventIterator(privacyStatus)),
  storage: oc.output(storage),
  backUp: oc.output(z.strictObject({ jobId: id })),
  emptyBin: oc.output(z.strictObject({ erased: z.number().int() })),
};
