import { stat } from "node:fs/promises";
import type { ModelRecord } from "../store.ts";
import type { ModelCard } from "./contract.ts";
import { isSameStamp, lookAt } from "./file-stamp.ts";
import type { Library } from "./library.ts";
import { originOf } from "./origin.ts";
import { modelsOf, projectorsOf } from "./projectors.ts";
import { partsOf } from "#main/lib/gguf/split-files.ts";
import type { Card, Cards } from "./store.ts";

/** Sizes in `stat` are in blocks of this. */
const BLOCK_BYTES = 512;

/** All that is known of a model, with a look at its files. */
export async function cardOf(record: ModelRecord, library: Library, cards: Cards, isOurs: boolean): Promise<ModelCard> {
  const card = cards.of(record.id);
  const { about, kind } = record.facts;
  const look = await lookAt(record.path);
  const checksum = checksumOf(card, look);
  const sha256 = checksum.state === "fresh" ? (card.checksum?.sha256 ?? []) : [];
  const { files, diskBytes } = await filesOf(record, sha256);
  const listed = library.listed();
  const hash = card.checksum?.sha256.join();
  return {
    modelId: record.id,
    madeBy: about.madeBy,
    quantisedBy: about.quantisedBy,
    languages: about.languages,
    activeParameters: about.activeParameters,
    experts: about.experts,
    tensorTypes: about.tensorTypes,
    origin: originOf(record, card),
    files,
    diskBytes,
    checksum,
    doubles: library.doublesOf(record).flatMap(({ id, name, path, sizeBytes }) => {
      const other = cards.of(id).checksum?.sha256.join();
      const isKnown = hash !== undefined && other !== undefined;
      if (isKnown && hash !== other) return [];
      return [{ modelId: id, name, path, sizeBytes, certain: isKnown }];
    }),
    belongsTo: kind === "projector" ? modelsOf(record, listed).map(({ id, name }) => ({ modelId: id, name })) : [],
    reads: about.projector === null ? null : { images: about.projector.images, sound: about.projector.sound },
    projectors: projectorsOf(record, listed).map(({ id, name }) => ({ modelId: id, name })),
    isOurs,
  };
}

function checksumOf({ checksum }: Card, look: Awaited<ReturnType<typeof lookAt>>): ModelCard["checksum"] {
  if (checksum === null) return { state: "none", matches: null, checkedAt: null };
  const isFresh = look !== null && isSameStamp(checksum, look);
  return { state: isFresh ? "fresh" : "stale", matches: checksum.matches, checkedAt: checksum.checkedAt };
}

async function filesOf(
  { path }: ModelRecord,
  sha256: readonly string[],
): Promise<Pick<ModelCard, "files" | "diskBytes">> {
  const files: ModelCard["files"] = [];
  let diskBytes = 0;
  for (const [index, part] of partsOf(path).entries()) {
    const found = await stat(part).catch(() => null);
    if (found === null) continue;
    files.push({ path: part, sizeBytes: found.size, sha256: sha256[index] ?? null });
    // Windows knows no blocks.
    diskBytes += found.blocks > 0 ? found.blocks * BLOCK_BYTES : found.size;
  }
  return { files, diskBytes };
}
