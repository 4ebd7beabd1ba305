import type { Bytes } from "./bytes.ts";

/** Where things stand in Microsoft's compound files ([MS-CFB] 2.2, 2.6.1). */
const SECTOR_SHIFT_AT = 0x1e;
const FIRST_DIRECTORY_AT = 0x30;
const FIRST_TABLES_AT = 0x4c;
const TABLES_IN_HEADER = 109;
const ENTRY_BYTES = 128;
const NAME_LENGTH_AT = 0x40;
/** A directory of more sectors is none that tells what a file is. */
const MOST_SECTORS = 64;

/**
 * Names in the directory of a compound file: Word, Excel and PowerPoint before 2007, Outlook's mail, and the wrapping of encrypted Office
 * files are told by them. Empty for one that is damaged.
 */
export async function namesInCompound(bytes: Bytes): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const header = await bytes.read(0, 512);
  const shift = header.length < 512 ? 0 : header.readUInt16LE(SECTOR_SHIFT_AT);
  if (shift !== 9 && shift !== 12) return names;
  const sectorBytes = 1 << shift;
  const sectorAt = (sector: number) => bytes.read((sector + 1) * sectorBytes, (sector + 2) * sectorBytes);

  async function sectorAfter(sector: number): Promise<number> {
    const perTable = sectorBytes / 4;
    const table = Math.floor(sector / perTable);
    if (table >= TABLES_IN_HEADER) return -1;
    const content = await sectorAt(header.readUInt32LE(FIRST_TABLES_AT + 4 * table));
    const at = 4 * (sector % perTable);
    return at + 4 <= content.length ? content.readInt32LE(at) : -1;
  }

  let sector = header.readInt32LE(FIRST_DIRECTORY_AT);
  for (let count = 0; sector >= 0 && count < MOST_SECTORS; count += 1) {
    const content = await sectorAt(sector);
    for (let at = 0; at + ENTRY_BYTES <= content.length; at += ENTRY_BYTES) {
      const length = Math.min(64, content.readUInt16LE(at + NAME_LENGTH_AT));
      if (length >= 2) names.add(content.toString("utf16le", at, at + length - 2));
    }
    sector = await sectorAfter(sector);
  }
  return names;
}
