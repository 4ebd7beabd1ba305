import type { LlamaModel, Token } from "node-llama-cpp";

/** Turns generated tokens into text, piece by piece: a character can take several tokens, and a space belongs to the next word. */
export interface TokenText {
  push(token: number): string;
  /** What is left when no more tokens come: half a character is dropped. */
  finish(): string;
}

/** Tokens that are looked back at, so that the detokenizer knows whether a space is due. */
const LOOK_BACK = 4;
/** No character of UTF-8 takes more bytes, and a byte is at least a token. */
const LONGEST_CHARACTER = 4;

/** `shown` says which of the model's special tokens are written out: those that markers are made of. Others are left away. */
export function createTokenText(model: LlamaModel, shown: (special: string) => boolean): TokenText {
  let before: Token[] = [];
  let open: Token[] = [];

  function settle(): void {
    before = [...before, ...open].slice(-LOOK_BACK);
    open = [];
  }

  return {
    push(token) {
      const asToken = token as Token;
      if (model.isSpecialToken(asToken)) {
        const rest = this.finish();
        const special = model.detokenize([asToken], true);
        before = [...before, asToken].slice(-LOOK_BACK);
        return rest + (shown(special) ? special : "");
      }
      open.push(asToken);
      const text = model.detokenize(open, false, before);
      if (text.endsWith("\uFFFD") && open.length < LONGEST_CHARACTER) return "";
      settle();
      return text;
    },
    finish() {
      if (open.length === 0) return "";
      const text = model.detokenize(open, false, before).replace(/\uFFFD+$/u, "");
      settle();
      return text;
    },
  };
}
