import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { id } from "../rpc/shapes.ts";

export const settings = z.strictObject({
  theme: z.enum(["system", "light", "dark"]),
  /** Size of read texts (answers, documents) in px; the interface keeps its own. */
  readingSizePx: z.number().int().min(15).max(22),
  readingFont: z.enum(["serif", "sans"]),
  /** Shortcuts that were changed: action to keys ("Ctrl+K"); null switches one off. */
  keys: z.record(z.string().max(80), z.string().max(80).nullable()),
  /** Single letters (J, K, A, E) act while a table or list has the focus. */
  singleKeys: z.boolean(),
  /** What a screen reader is told while an answer is written. */
  announce: z.enum(["sentences", "end"]),
  columns: z.strictObject({
    listPx: z.number().int().min(200).max(360),
    inspectorPx: z.number().int().min(280).max(480),
    listOpen: z.boolean(),
    inspectorOpen: z.boolean(),
  }),
  /** Unload a model that nobody used for so long; 0: never. */
  idleUnloadMinutes: z.number().int().min(0).max(1_440),
  /** Models that nobody uses stay loaded while all together hold no more than so many MB; 0: while memory is free. */
  warmModelsMb: z.number().int().min(0).max(10_000_000),
  /** For new chats. */
  defaultModelId: id.nullable(),
  /** Makes passages of documents findable by their meaning; null: the one that comes with Cloister. Chosen with `documents.embedding.choose`. */
  embeddingModelId: id.nullable(),
  /** Reads the first passages that were found together with the question and puts them in their order; null: none does. */
  rerankerModelId: id.nullable(),
  defaultSystemPrompt: z.string().max(1_000_000),
  /** Models give titles to chats that nobody has named, while they have nothing else to do. */
  titlesByModel: z.boolean(),
  /** Disk for saved KV states, in MB; 0: none are kept. */
  kvStateDiskMb: z.number().int().min(0).max(1_000_000),
  /** Messages at the end of an answer while the window is in the background. */
  notifications: z.boolean(),
  welcomed: z.boolean(),
  /** Where models are looked for and downloaded from: the Hugging Face Hub, or a mirror that speaks its interface. */
  hubAddress: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/)
    .max(300),
  /** The hub may be reached without a question each time. */
  hubWithoutAsking: z.boolean(),
  /** null: as fast as can be. */
  downloadBytesPerSecond: z.number().int().min(10_000).nullable(),
  /** null: the folder of models in Cloister's own. */
  downloadFolder: z.string().min(1).max(4_096).nullable(),
});
export type Settings = z.infer<typeof settings>;

/** What the host can do: a browser tab has no file dialogs of the system and cannot reveal a folder. */
export const hostInfo = z.strictObject({
  kind: z.enum(["desktop", "headless"]),
  platform: z.enum(["darwin", "win32", "linux"]),
  version: z.string(),
  dataDir: z.string(),
  canPickFiles: z.boolean(),
  canReveal: z.boolean(),
});
export type HostInfo = z.infer<typeof hostInfo>;

export const settingsContract = {
  get: oc.output(settings),
  watch: oc.output(eventIterator(settings)),
  /** Only what is named changes; saved when this answers. */
  set: oc.input(settings.partial()).output(settings),
  host: oc.output(hostInfo),
  /** The system's dialog; null when it was closed. NOT_SUPPORTED_HERE in a browser: ask for a path there. */
  pick: oc
    .input(z.strictObject({ what: z.enum(["folder", "model", "data"]) }))
    .output(z.strictObject({ path: z.string().nullable() })),
  /** The same for documents, of which several can be chosen; none when it was closed. */
  pickDocuments: oc
    .input(z.strictObject({ what: z.enum(["files", "folder"]) }))
    .output(z.strictObject({ paths: z.array(z.string()) })),
  reveal: oc.input(z.strictObject({ path: z.string().min(1).max(4_096) })).output(z.strictObject({})),
};
