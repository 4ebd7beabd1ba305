import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { id } from "../../rpc/shapes.ts";
import { fit } from "../fit/contract.ts";

export const use = z.enum(["notes", "contracts", "fiction", "languages", "code", "tiny"]);
export type Use = z.infer<typeof use>;

export const licence = z.strictObject({
  /** As the hub names it: "apache-2.0", "gemma"; null when nobody says. */
  id: z.string().nullable(),
  name: z.string(),
  url: z.string().nullable(),
  /** Anybody may use it for anything, with its notice kept. Others have terms to be agreed to. */
  isOpen: z.boolean(),
});
export type Licence = z.infer<typeof licence>;

/** One model of the catalogue. Sizes are about right; what is downloaded is what the hub says then. */
export const catalogueModel = z.strictObject({
  id: z.string(),
  name: z.string(),
  repository: z.string(),
  quantisation: z.string(),
  sizeBytes: z.number(),
  /** Free memory that it wants, with room for a conversation. */
  memoryBytes: z.number(),
  licence,
  uses: z.array(use),
  strengths: z.string(),
  fit,
  /** On the processor, from what was measured of this computer; null where it was not, or has a card. */
  estimatedTokensPerSecond: z.number().nullable(),
  /** Why it is among the three for this computer. */
  recommended: z.enum(["best", "faster", "other"]).nullable(),
  /** The model on this computer that came from there. */
  modelId: id.nullable(),
});
export type CatalogueModel = z.infer<typeof catalogueModel>;

export const foundRepository = z.strictObject({
  repository: z.string(),
  downloads: z.number().int(),
  likes: z.number().int(),
  gated: z.boolean(),
  licence,
});
export type FoundRepository = z.infer<typeof foundRepository>;

/** One model to choose of a repository: a quantisation, in one file or several. */
export const choice = z.strictObject({
  /** Its first file. */
  file: z.string(),
  quantisation: z.string(),
  kind: z.enum(["model", "projector"]),
  files: z.number().int(),
  sizeBytes: z.number(),
  fit,
  /** The best that fits well. */
  isSuggested: z.boolean(),
});
export type Choice = z.infer<typeof choice>;

export const repositoryView = z.strictObject({
  repository: z.string(),
  url: z.string(),
  revision: z.string(),
  gated: z.boolean(),
  licence,
  isAccepted: z.boolean(),
  downloads: z.number().int(),
  likes: z.number().int(),
  choices: z.array(choice),
});
export type RepositoryView = z.infer<typeof repositoryView>;

/** What somebody typed, pasted or dropped, as far as it can be told without asking anybody. */
export const target = z.strictObject({
  repository: z.string(),
  file: z.string().nullable(),
  quantisation: z.string().nullable(),
  /** The catalogue's, where the name is one of its short ones. */
  catalogueId: z.string().nullable(),
});
export type Target = z.infer<typeof target>;

/** A model on this computer, and where it came from. */
export const brought = z.strictObject({ repository: z.string(), quantisation: z.string(), modelId: id });
export type Brought = z.infer<typeof brought>;

export const hubState = z.strictObject({
  /** "https://huggingface.co", and its host as a person knows it. */
  address: z.string(),
  host: z.string(),
  /** The user lets Cloister look around at the hub, for now. */
  isOnline: z.boolean(),
  token: z.enum(["none", "keychain", "session"]),
  /** Where a token would be kept here. */
  keepsToken: z.enum(["keychain", "session"]),
  folder: z.string(),
  defaultFolder: z.string(),
  freeBytes: z.number().nullable(),
  catalogue: z.array(catalogueModel),
  brought: z.array(brought),
});
export type HubState = z.infer<typeof hubState>;

const repository = z.string().regex(/^[\w.-]{1,96}\/[\w.-]{1,96}$/);
const empty = z.strictObject({});

export const hubContract = {
  watch: oc.output(eventIterator(hubState)),
  /** Lets Cloister look around at the hub until `disallow`, or until nothing was asked of it for a while. */
  allow: oc.output(empty),
  disallow: oc.output(empty),
  /** An address, "owner/name", "owner/name:Q4_K_M" or a short name; null when it is none of these. Asks nobody. */
  understand: oc.input(z.strictObject({ text: z.string().max(2_000) })).output(target.nullable()),
  /** NETWORK_OFF unless looking around is allowed. */
  search: oc.input(z.strictObject({ text: z.string().trim().min(1).max(200) })).output(z.array(foundRepository)),
  repository: oc.input(z.strictObject({ repository })).output(repositoryView),
  /** The licence's own text, where the repository has it. */
  terms: oc.input(z.strictObject({ repository })).output(z.strictObject({ text: z.string().nullable() })),
  /** One model, by its file or its quantisation. NETWORK_OFF unless the user has just agreed to this one download. */
  download: oc
    .input(
      z.strictObject({
        name: z.string().min(1).max(200),
        repository,
        file: z.string().min(1).max(500).nullable(),
        quantisation: z.string().min(1).max(40).nullable(),
        networkAllowed: z.boolean(),
        /** The licence whose terms were shown and agreed to. */
        acceptedLicence: z.string().max(200).nullable(),
      }),
    )
    .output(z.strictObject({ jobId: id })),
  /** A failed download again, with what it had. */
  retry: oc.input(z.strictObject({ jobId: id })).output(z.strictObject({ jobId: id })),
  /** Throws away what a failed download left, and takes it off the list. */
  discard: oc.input(z.strictObject({ jobId: id })).output(empty),
  /** null forgets it. INVALID_INPUT when it does not look like one. */
  setToken: oc
    .input(
      z.strictObject({
        token: z
          .string()
          .trim()
          .regex(/^[\x21-\x7e]{8,200}$/)
          .nullable(),
      }),
    )
    .output(empty),
};
