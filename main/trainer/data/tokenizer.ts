import type { Vocabulary } from "../ggml/vocabulary.ts";

/**
 * Text to tokens exactly as the engine does it, which is node-llama-cpp's way (LlamaText.js, LlamaModel.js of 3.21): what people wrote
 * never becomes a special token, what a template wrote does, and no piece gets the space that some vocabularies put in front of a
 * text. A test compares both.
 */
export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** What people wrote, within a conversation. */
  words(text: string): Int32Array;
  /** What a template wrote. `isFirst`: nothing stands before it. */
  template(text: string, isFirst: boolean): Int32Array;
  /** A text that stands for itself, as the engine reads one that it is to go on with. */
  wholeText(text: string): Int32Array;
  /** Puts the model's beginning token first where it wants one and it is not there yet. */
  withBeginning(ids: Int32Array): Int32Array;
}

export function createTokenizer(vocabulary: Vocabulary): Tokenizer {
  const beginning = beginningToken(vocabulary);
  const afterLineBreak = createAfter(vocabulary, "\n", false);
  const afterSign = createAfterSign(vocabulary);
  return {
    vocabulary,
    words(text) {
      if (text === "") return new Int32Array();
      if (text.startsWith("\n")) {
        const ids = vocabulary.tokenize(text, false);
        if (vocabulary.detokenize(ids, false).startsWith("\n")) return ids;
      }
      return afterLineBreak(text) ?? vocabulary.tokenize(text, false);
    },
    template(text, isFirst) {
      if (text === "") return new Int32Array();
      if (isFirst) return vocabulary.tokenize(text, true);
      return afterSign(text) ?? vocabulary.tokenize(text, true);
    },
    wholeText(text) {
      return withBeginning(text === "" ? new Int32Array() : vocabulary.tokenize(text, false));
    },
    withBeginning,
  };

  function withBeginning(ids: Int32Array): Int32Array {
    if (beginning === null || ids[0] === beginning) return ids;
    const whole = new Int32Array(ids.length + 1);
    whole[0] = beginning;
    whole.set(ids, 1);
    return whole;
  }
}

/** Tokens of a text as they are behind `before`; null where they cannot be told apart from its own. */
function createAfter(vocabulary: Vocabulary, before: string, special: boolean): (text: string) => Int32Array | null {
  const own = vocabulary.tokenize(before, special);
  return (text) => {
    const ids = vocabulary.tokenize(before + text, special);
    const isBehind = own.length > 0 && own.every((id, place) => ids[place] === id);
    return isBehind ? ids.slice(own.length) : null;
  };
}

/** Behind a special token, which no text runs together with. */
function createAfterSign(vocabulary: Vocabulary): (text: string) => Int32Array | null {
  const { beginning, end, endOfTurn } = vocabulary;
  const sign = beginning ?? end ?? endOfTurn;
  const sameSpaces = (text: string, ids: Int32Array): boolean =>
    leadingSpaces(vocabulary.detokenize(ids, true)) === leadingSpaces(text);
  const afterLineBreak = createAfter(vocabulary, "\n", true);
  return (text) => {
    if (sign !== null) {
      const ids = vocabulary.tokenize(vocabulary.written(sign) + text, true);
      const place = ids.indexOf(sign);
      const rest = ids.slice(place + 1);
      if (place >= 0 && place <= 1 && sameSpaces(text, rest)) return rest;
    }
    if (text.startsWith("\n")) {
      const ids = vocabulary.tokenize(text, true);
      if (vocabulary.detokenize(ids, true).startsWith("\n")) return ids;
    }
    const rest = afterLineBreak(text);
    return rest !== null && sameSpaces(text, rest) ? rest : null;
  };
}

function leadingSpaces(text: string): number {
  return text.length - text.replace(/^ +/, "").length;
}

/** As llama_tokenize_internal in llama.cpp decides it, and the engine (engine/tokens.ts). */
function beginningToken({ type, beginning, addsBeginning }: Vocabulary): number | null {
  if (type === "wpm") return beginning;
  return type !== "rwkv" && type !== "ugm" && addsBeginning ? beginning : null;
}
