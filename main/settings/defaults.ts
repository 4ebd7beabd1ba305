import type { Settings } from "./contract.ts";

/** What holds until the user changes it. */
export const DEFAULT_SETTINGS: Settings = {
  theme: "system",
  readingSizePx: 17,
  readingFont: "serif",
  keys: {},
  singleKeys: true,
  announce: "sentences",
  columns: { listPx: 248, inspectorPx: 320, listOpen: true, inspectorOpen: true },
  idleUnloadMinutes: 30,
  warmModelsMb: 0,
  defaultModelId: null,
  embeddingModelId: null,
  rerankerModelId: null,
  defaultSystemPrompt: "",
  titlesByModel: true,
  kvStateDiskMb: 4_000,
  notifications: true,
  welcomed: false,
  hubAddress: "https://huggingface.co",
  hubWithoutAsking: false,
  downloadBytesPerSecond: null,
  downloadFolder: null,
};
