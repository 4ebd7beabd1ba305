import { oc } from "@orpc/contract";
import { z } from "zod";
import { id, timestamp } from "../../rpc/shapes.ts";

/** A folder of the user's that is looked through. "gone": its drive was taken out, or it was moved; its models come back with it. */
export const folder = z.strictObject({
  path: z.string(),
  state: z.enum(["here", "gone", "unreadable"]),
});
export type Folder = z.infer<typeof folder>;

/** Another model that has to do with one. */
const otherModel = z.strictObject({ modelId: id, name: z.string() });

/** What is known of a model beyond what the list says. */
export const modelCard = z.strictObject({
  modelId: id,
  madeBy: z.string().nullable(),
  quantisedBy: z.string().nullable(),
  /** Codes as the file has them: "en", "de". */
  languages: z.array(z.string()),
  /** Of a mixture of experts: how many parameters a token passes, and of how many experts. */
  activeParameters: z.number().nullable(),
  experts: z.strictObject({ count: z.number().int(), used: z.number().int() }).nullable(),
  /** The one with most bytes first. */
  tensorTypes: z.array(
    z.strictObject({ type: z.string(), tensors: z.number().int(), elements: z.number(), bytes: z.number() }),
  ),
  /** Where it came from, by who knows: Cloister's own download, the place where it lies, or the file itself. */
  origin: z
    .strictObject({ name: z.string(), url: z.string().nullable(), saidBy: z.enum(["download", "place", "file"]) })
    .nullable(),
  /** Its files, parts that are missing left out. */
  files: z.array(z.strictObject({ path: z.string(), sizeBytes: z.number(), sha256: z.string().nullable() })),
  /** What they take on disk: less than their size where the disk packs or shares, more where it rounds. */
  diskBytes: z.number(),
  /** "stale": the files have changed since. `matches`: as whoever offers or keeps the file says; null: nobody says. */
  checksum: z.strictObject({
    state: z.enum(["none", "fresh", "stale"]),
    matches: z.boolean().nullable(),
    checkedAt: timestamp.nullable(),
  }),
  /** The same content elsewhere. `certain`: by the SHA-256 of both; else by their size, header and 64 samples. */
  doubles: z.array(otherModel.extend({ path: z.string(), sizeBytes: z.number(), certain: z.boolean() })),
  /** Of a projector: the models that it belongs to, and what it reads for them. Of a model: the projectors that lie beside it. */
  belongsTo: z.array(otherModel),
  reads: z.strictObject({ images: z.boolean(), sound: z.boolean() }).nullable(),
  projectors: z.array(otherModel),
  /** Cloister brought it here, and may move it to the system's bin. */
  isOurs: z.boolean(),
});
export type ModelCard = z.infer<typeof modelCard>;

const ofModel = z.strictObject({ modelId: id });
const empty = z.strictObject({});

export const libraryContract = {
  card: oc.input(ofModel).output(modelCard),
  /** SHA-256 of its files, as a job; of those that look the same as well, so that it is known whether they are. */
  checkFiles: oc.input(ofModel).output(z.strictObject({ jobId: id })),
  setNote: oc.input(z.strictObject({ modelId: id, note: z.string().max(10_000) })).output(empty),
  setFavourite: oc.input(z.strictObject({ modelId: id, isFavourite: z.boolean() })).output(empty),
  /** To the system's bin, off the list. CONFLICT for files that are not Cloister's, and while it writes; NOT_SUPPORTED_HERE. */
  moveToBin: oc.input(ofModel).output(empty),
  /** A file that took this one's place is this model from now on. */
  acceptChange: oc.input(ofModel).output(empty),
};
