import type { Vocabulary } from "../ggml/vocabulary.ts";
import type { RenderedPart, RenderedTemplate } from "./render-template.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** A conversation's form in tokens, its texts still open. The same for every conversation with turns of the same roles. */
export interface Layout {
  readonly pieces: readonly LayoutPiece[];
}

export type LayoutPiece =
  | { readonly kind: "fixed"; readonly ids: Int32Array; readonly isLearnt: boolean }
  | Extract<RenderedPart, { kind: "open" }>;

/**
 * Tokens of what the template wrote around the texts. Behind a learnt answer they are learnt up to the first at which the engine stops;
 * where there is none, up to the last letter of what the template ends an answer with, which the engine stops at too; and where there is
 * nothing at all, the end of all text is put there.
 */
export function layOut(rendered: RenderedTemplate, tokenizer: Tokenizer): Layout {
  const { vocabulary } = tokenizer;
  const pieces: LayoutPiece[] = [];
  let hasTokens = false;
  let isEnding = false;

  function fixed(ids: Int32Array, isLearnt: boolean): void {
    if (ids.length === 0) return;
    hasTokens = true;
    pieces.push({ kind: "fixed", ids, isLearnt });
  }

  /** What an answer ends with, spaces before the end included. */
  function ending(ids: Int32Array): void {
    const end = ids.findIndex((id) => vocabulary.ends(id));
    if (end < 0) {
      fixed(ids, true);
      return;
    }
    fixed(ids.slice(0, end + 1), true);
    fixed(ids.slice(end + 1), false);
    isEnding = false;
  }

  for (const [place, part] of rendered.parts.entries()) {
    if (part.kind === "open") {
      pieces.push(part);
      hasTokens = true;
      isEnding = part.of === "message" && part.isLearnt;
    } else if (part.kind === "token") {
      const ids = Int32Array.from(tokenOf(vocabulary, part.which) ?? []);
      if (isEnding) ending(ids);
      else fixed(ids, part.isLearnt);
    } else if (isEnding && !endsWithin(rendered, place)) {
      const sign = part.text.trimEnd();
      fixed(tokenizer.template(sign, !hasTokens), true);
      fixed(tokenizer.template(part.text.slice(sign.length), !hasTokens), false);
      isEnding = false;
    } else {
      const ids = tokenizer.template(part.text, !hasTokens);
      if (isEnding) ending(ids);
      else fixed(ids, part.isLearnt);
    }
  }
  const last = vocabulary.end ?? vocabulary.endOfTurn;
  if (isEnding && last !== null) fixed(Int32Array.of(last), true);
  return { pieces: withBeginning(pieces, tokenizer) };

  /** Whether a token that ends generation comes before the next text. */
  function endsWithin({ parts }: RenderedTemplate, from: number): boolean {
    for (const part of parts.slice(from)) {
      if (part.kind === "open") return false;
      const ids = part.kind === "token" ? tokenOf(vocabulary, part.which) : tokenizer.template(part.text, false);
      if (ids?.some((id) => vocabulary.ends(id))) return true;
    }
    return false;
  }
}

function tokenOf(vocabulary: Vocabulary, which: "beginning" | "end" | "endOfTurn"): Int32Array | null {
  const token = vocabulary[which];
  return token === null ? null : Int32Array.of(token);
}

function withBeginning(pieces: readonly LayoutPiece[], tokenizer: Tokenizer): LayoutPiece[] {
  const [first, ...rest] = pieces;
  if (first?.kind === "fixed") return [{ ...first, ids: tokenizer.withBeginning(first.ids) }, ...rest];
  const beginning = tokenizer.withBeginning(new Int32Array());
  return [...(beginning.length > 0 ? [{ kind: "fixed" as const, ids: beginning, isLearnt: false }] : []), ...pieces];
}
