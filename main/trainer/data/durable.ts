import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Gives a synced file its name, so that a power cut leaves the old one or the whole new one. */
export async function makeDurable(aside: string, path: string): Promise<void> {
  await rename(aside, path);
  await syncFolder(dirname(path));
}

export async function writeWhole(path: string, text: string): Promise<void> {
  const aside = `${path}.part`;
  const file = await open(aside, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await makeDurable(aside, path);
}

/** Windows opens no folders; its file system keeps names in its own journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
