/** Where things stand in Microsoft's compound files ([MS-CFB] 2.2, 2.6.1). */
const AT = { shift: 0x1e, tableCount: 0x2c, directory: 0x30, smallTable: 0x3c, smallTables: 0x40 } as const;
const AT_MORE = { more: 0x44, moreCount: 0x48, tables: 0x4c } as const;
const ENTRY = { bytes: 128, type: 0x42, previous: 0x44, next: 0x48, child: 0x4c, start: 0x74, size: 0x78 } as const;
const [FOLDER, FILE] = [1, 2];
const [NONE, END] = [-1, -2];
const TABLES_IN_HEADER = 109;
/** Smaller files lie in blocks of 64 bytes: 64 of them at most. */
const SMALL_BYTES = 4_096;
const MOST_SMALL_BLOCKS = 128;

/**
 * Throws for a compound file whose chains of sectors or whose folders lead back into themselves, or whose files have more bytes than it
 * has: msgreader would follow them until the memory is full.
 */
export function checkCompound(bytes: Buffer): void {
  const sectorBytes = bytes[AT.shift] === 12 ? 4_096 : 512;
  const perTable = sectorBytes / 4;
  const sectors = Math.ceil(bytes.length / sectorBytes);
  const offsetOf = (sector: number): number => (sector + 1) * sectorBytes;
  const within = (count: number): number => {
    if (count < 0 || count > sectors) throw new Error("The compound file says that it has more than there is");
    return count;
  };

  function follow(tables: readonly number[], sector: number): number {
    const table = tables[Math.floor(sector / perTable)];
    return table === undefined ? END : bytes.readInt32LE(offsetOf(table) + 4 * (sector % perTable));
  }

  function chain(tables: readonly number[], start: number, most: number): number[] {
    const found: number[] = [];
    for (let sector = start; sector !== END; sector = follow(tables, sector)) {
      if (found.length >= most) throw new Error("The compound file leads back into itself");
      found.push(sector);
    }
    return found;
  }

  function readTables(): number[] {
    const count = within(bytes.readInt32LE(AT.tableCount));
    const tables: number[] = [];
    for (let index = 0; index < Math.min(count, TABLES_IN_HEADER); index += 1)
      tables.push(bytes.readInt32LE(AT_MORE.tables + 4 * index));
    let more = bytes.readInt32LE(AT_MORE.more);
    for (let left = within(bytes.readInt32LE(AT_MORE.moreCount)); left > 0 && more >= 0; left -= 1) {
      for (let index = 0; index < perTable - 1 && tables.length < count; index += 1)
        tables.push(bytes.readInt32LE(offsetOf(more) + 4 * index));
      more = bytes.readInt32LE(offsetOf(more) + 4 * (perTable - 1));
    }
    return tables;
  }

  const tables = readTables();
  const smallTables: number[] = [];
  let small = bytes.readInt32LE(AT.smallTable);
  for (let left = within(bytes.readInt32LE(AT.smallTables)); left > 0 && small > 0; left -= 1) {
    smallTables.push(small);
    small = follow(tables, small);
  }
  const entries = chain(tables, bytes.readInt32LE(AT.directory), sectors).flatMap((sector) =>
    Array.from({ length: sectorBytes / ENTRY.bytes }, (_, index) => offsetOf(sector) + index * ENTRY.bytes),
  );
  const [root] = entries;
  if (root === undefined) throw new Error("The compound file has no folder");
  chain(tables, bytes.readInt32LE(root + ENTRY.start), sectors);

  let total = 0;
  for (const entry of entries) {
    if (entry + ENTRY.bytes > bytes.length || bytes[entry + ENTRY.type] !== FILE) continue;
    const size = bytes.readInt32LE(entry + ENTRY.size);
    total += size;
    if (size < 0 || total > bytes.length) throw new Error("The compound file's files have more bytes than it has");
    if (size > 0 && size < SMALL_BYTES) chain(smallTables, bytes.readInt32LE(entry + ENTRY.start), MOST_SMALL_BLOCKS);
  }

  const seen = new Set([0]);
  const waiting = [bytes.readInt32LE(root + ENTRY.child)];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const entry = entries[index];
    if (index === NONE || entry === undefined) continue;
    if (seen.has(index)) throw new Error("A folder of the compound file lies within itself");
    seen.add(index);
    waiting.push(bytes.readInt32LE(entry + ENTRY.previous), bytes.readInt32LE(entry + ENTRY.next));
    if (bytes[entry + ENTRY.type] === FOLDER) waiting.push(bytes.readInt32LE(entry + ENTRY.child));
  }
}
