import { hash } from "node:crypto";
import type { Example } from "../network.ts";

/**
 * Which texts came before, by 64 bits of their SHA-256: some 16 bytes for each, however long it is. Two different texts may share them, and
 * then the later is taken for a copy: among ten million texts there is one chance in 370,000 that this happens once.
 */
export interface SeenTexts {
  /** Whether it was there already; now it is. */
  add(key: bigint): boolean;
}

export function createSeenTexts(): SeenTexts {
  let slots = new BigUint64Array(4_096);
  let used = 0;

  function place(key: bigint, within: BigUint64Array): number {
    let at = Number(key & BigInt(within.length - 1));
    while (within[at] !== 0n && within[at] !== key) at = (at + 1) & (within.length - 1);
    return at;
  }

  function grow(): void {
    const larger = new BigUint64Array(slots.length * 2);
    for (const key of slots) if (key !== 0n) larger[place(key, larger)] = key;
    slots = larger;
  }

  return {
    add(key) {
      // Zero is an empty slot.
      const wanted = key === 0n ? 1n : key;
      const at = place(wanted, slots);
      if (slots[at] === wanted) return true;
      slots[at] = wanted;
      used += 1;
      if (used * 4 > slots.length * 3) grow();
      return false;
    },
  };
}

export function keyOfExample({ ids, targets }: Example): bigint {
  return keyOf(ids, targets);
}

/** Of what stands before the first answer: examples that share it belong on the same side. A text without a prompt stands for itself. */
export function keyOfPrompt({ ids, targets }: Example): bigint {
  const first = (targets[0] ?? 0) + 1;
  return first <= 1 ? keyOf(ids) : keyOf(ids.subarray(0, first));
}

function keyOf(...parts: readonly Int32Array[]): bigint {
  const bytes = Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
  return hash("sha256", bytes, "buffer").readBigUInt64LE(0);
}
