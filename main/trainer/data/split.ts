/** Numbers of examples in the order of the data. */
export interface Sides {
  readonly training: Uint32Array;
  readonly heldOut: Uint32Array;
}

/**
 * Keeps about `share` of the examples aside, never parting those of one prompt: whole groups in an order that the seed decides, as long as
 * they bring the number nearer to its goal. At least one group is held out if any should be, and at least one is always learnt from.
 */
export function splitByPrompt(prompts: BigUint64Array, share: number, seed: number): Sides {
  const goal = prompts.length * share;
  const order = Uint32Array.from(prompts.keys());
  const rank = prompts.map((prompt) => mixed(prompt, seed));
  order.sort((a, b) => compare(rank[a] ?? 0n, rank[b] ?? 0n) || a - b);
  const held = new Uint8Array(prompts.length);
  let count = 0;
  for (let from = 0; share > 0 && count < goal && from < order.length;) {
    let until = from + 1;
    while (until < order.length && rank[order[until] ?? 0] === rank[order[from] ?? 0]) until += 1;
    const isWhole = until - from === order.length;
    const isNearer = Math.abs(count + until - from - goal) < Math.abs(count - goal);
    if (!isWhole && (isNearer || count === 0) && until - from + count < order.length) {
      for (const index of order.subarray(from, until)) held[index] = 1;
      count += until - from;
    }
    from = until;
  }
  const all = Uint32Array.from(prompts.keys());
  return { training: all.filter((index) => held[index] === 0), heldOut: all.filter((index) => held[index] === 1) };
}

/** The finaliser of MurmurHash3: one to one, so that prompts stay apart; the seed changes their order. */
function mixed(key: bigint, seed: number): bigint {
  let value = BigInt.asUintN(64, key + BigInt(seed) * 0x9e3779b97f4a7c15n);
  value = BigInt.asUintN(64, (value ^ (value >> 33n)) * 0xff51afd7ed558ccdn);
  value = BigInt.asUintN(64, (value ^ (value >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return value ^ (value >> 33n);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
