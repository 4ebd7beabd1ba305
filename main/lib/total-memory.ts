import { totalmem } from "node:os";

/** In bytes. Inside a container the container's share counts, not the computer's. */
export function totalMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
