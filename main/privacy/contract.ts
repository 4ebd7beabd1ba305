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

/** What happened to a database that was found damaged at this start. */
export const restored = z.strictObject({
  /** `salvaged`: read row by row; `backup`: a whole backup was taken; `new`: nothing could be read and there was no backup. */
  how: z.enum(["salvaged", "backup", "new"]),
  /** In SQLite's words. */
  problem: z.string(),
  /** The damaged file, as it was found. */
  keptAt: z.string(),
  /** When the backup was made that rows were taken from; null if none was. */
  backupFrom: timestamp.nullable(),
  rowsKept: z.number().int(),
  /** Places in the file that could not be read. How many rows were in them is not known. */
  placesLost: z.number().int(),
});
export type Restored = z.infer<typeof restored>;

/** What the network is on for, beside what is allowed for a single connection. */
export const networkReason = z.strictObject({ kind: z.enum(["download", "hub"]), host: z.string() });
export type NetworkReason = z.infer<typeof networkReason>;

export const privacyStatus = z.strictObject({
  startedAt: timestamp,
  /** The newest last. */
  reasons: z.array(networkReason),
  network: z.enum(["off", "on"]),
  /** Since start: tried, and those that the policy let through. */
  tried: z.number().int(),
  made: z.number().int(),
  connections: z.array(connection),
  vault: z.enum(["none", "open", "locked"]),
  /** null when all was well. */
  restored: restored.nullable(),
});
export type PrivacyStatus = z.infer<typeof privacyStatus>;

/** What is kept, and where. Sizes in bytes on disk. */
export const storage = z.strictObject({
  dataDir: z.string(),
  items: z.array(
    z.strictObject({
      what: z.enum(["chats", "backups", "kv-states", "models", "trainings", "logs", "bin"]),
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
