/** Bytes from `from` up to, and without, `to`. */
export interface Range {
  from: number;
  to: number;
}

/** What is still missing of a file, handed out to several lanes. */
export interface Gaps {
  readonly missingBytes: number;
  /** The next piece to fetch, near the beginning first; null when all is handed out. */
  take(): Range | null;
  /** What of a piece did not come. */
  giveBack(range: Range): void;
}

export interface PieceSizes {
  readonly minBytes: number;
  readonly maxBytes: number;
  /** A piece is at most this share of what is still to be handed out: pieces get smaller towards the end, where nobody waits long for the last. */
  readonly share: number;
}

/** `held` in order, without overlaps. */
export function createGaps(sizeBytes: number, held: readonly Range[], pieces: PieceSizes): Gaps {
  let gaps: Range[] = [];
  let at = 0;
  for (const { from, to } of held) {
    if (from > at) gaps.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (at < sizeBytes) gaps.push({ from: at, to: sizeBytes });
  const missing = (): number => gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    get missingBytes() {
      return missing();
    },
    take() {
      const [first, ...rest] = gaps;
      if (first === undefined) return null;
      const pieceBytes = Math.min(pieces.maxBytes, Math.max(pieces.minBytes, Math.ceil(missing() * pieces.share)));
      const piece = { from: first.from, to: Math.min(first.to, first.from + pieceBytes) };
      gaps = piece.to < first.to ? [{ from: piece.to, to: first.to }, ...rest] : rest;
      return piece;
    },
    giveBack(range) {
      if (range.to <= range.from) return;
      gaps = [...gaps, { ...range }].toSorted((a, b) => a.from - b.from);
    },
  };
}
