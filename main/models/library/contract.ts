import { z } from "zod";

/** A folder of the user's that is looked through. "gone": its drive was taken out, or it was moved; its models come back with it. */
export const folder = z.strictObject({
  path: z.string(),
  state: z.enum(["here", "gone", "unreadable"]),
});
export type Folder = z.infer<typeof folder>;
