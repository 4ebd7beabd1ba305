import { oc } from "@orpc/contract";
import { z } from "zod";

const part = z.string().max(4_000_000);
const windowId = z.string().min(1).max(100);

/** What is typed and pasted for one chat and not sent. `chatId` is the page's own name for a chat that is not yet made. */
export const keptDraft = z.strictObject({
  chatId: z.string().min(1).max(100),
  typed: part,
  pasted: z.array(part).max(1_000),
});
export type KeptDraft = z.infer<typeof keptDraft>;

/** What is not sent is kept until it is: it outlives a reload, a restart and a crash. */
export const draftsContract = {
  /** Those of one window or tab. */
  list: oc.input(z.strictObject({ windowId })).output(z.array(keptDraft)),
  /** `pasted` left out: as it was. With nothing in it the draft is gone. */
  keep: oc
    .input(z.strictObject({ windowId, ...keptDraft.shape, pasted: keptDraft.shape.pasted.optional() }))
    .output(z.strictObject({})),
};
