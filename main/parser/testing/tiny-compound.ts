/** A compound file of Microsoft's with nothing but a directory of these names in it. */
export function tinyCompound(names: readonly string[]): Buffer {
  const header = Buffer.alloc(512, 0xff);
  header.fill(0, 0, 0x4c);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  header.writeUInt16LE(9, 0x1e);
  header.writeUInt32LE(1, 0x30);
  // The table of sectors is in sector 0; the directory is in those after it.
  header.writeUInt32LE(0, 0x4c);
  const sectors = Math.ceil(names.length / 4);
  const table = Buffer.alloc(512, 0xff);
  for (let sector = 1; sector <= sectors; sector += 1)
    table.writeInt32LE(sector < sectors ? sector + 1 : -2, 4 * sector);
  const directory = Buffer.alloc(512 * sectors);
  for (const [index, name] of names.entries()) {
    directory.write(name, 128 * index, "utf16le");
    directory.writeUInt16LE(2 * name.length + 2, 128 * index + 0x40);
  }
  return Buffer.concat([header, table, directory]);
}
