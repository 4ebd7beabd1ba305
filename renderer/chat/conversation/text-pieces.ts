const pieceCharacters = 4_000;

/** A pasted book is laid out where it is read, piece by piece. It is cut between lines, and the pieces have the break between them. */
export function textPieces(text: string): string[] {
  const found: string[] = [];
  let from = 0;
  while (text.length - from > pieceCharacters) {
    const at = text.indexOf("\n", from + pieceCharacters);
    if (at === -1) break;
    found.push(text.slice(from, at));
    from = at + 1;
  }
  found.push(text.slice(from));
  return found;
}
