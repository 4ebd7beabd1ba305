import { oc } from "@orpc/contract";
import { z } from "zod";
import { id } from "../../rpc/shapes.ts";

/** What chats are taken away as. `json` is the one that loses nothing; see resources/docs/chats-as-json.md. */
export const exportFormat = z.enum(["markdown", "html", "docx", "pdf", "json"]);
export type ExportFormat = z.infer<typeof exportFormat>;

/** Chats in the bin are not among `all`. */
export const exportScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("chats"), chatIds: z.array(id).min(1).max(10_000) }),
]);
export type ExportScope = z.infer<typeof exportScope>;

export const exportRequest = z.strictObject({
  scope: exportScope,
  format: exportFormat,
  /** What reasoning models wrote before their answers; JSON always has it. */
  withThoughts: z.boolean().default(false),
  folder: z.string().min(1).max(4_096),
});
export type ExportRequest = z.infer<typeof exportRequest>;

export const exchangeContract = {
  /** Where files of the person's usually go, for a field to begin with. */
  usualFolder: oc.output(z.strictObject({ path: z.string() })),
  /**
   * Writes chats into a new file in `folder`, as a job, and answers its path: one chat as one document, several as an archive of one
   * document each, JSON always as one file. Throws INVALID_INPUT, NOT_FOUND; CONFLICT when there is nothing to write.
   */
  exportChats: oc.input(exportRequest).output(z.strictObject({ jobId: id, path: z.string() })),
};
