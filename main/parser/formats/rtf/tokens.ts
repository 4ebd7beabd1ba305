/** What rich text is made of: groups, control words and signs, bytes written as two figures, and text between them. */
export type RtfToken =
  | { readonly type: "open" | "close" }
  | { readonly type: "word"; readonly word: string; readonly param: number | null }
  | { readonly type: "text"; readonly data: Buffer };

/** Word's longest has 20; those that go on are cut. */
const MOST_LETTERS = 32;
const MOST_FIGURES = 11;

const [BACKSLASH, OPEN, CLOSE, CR, LF, QUOTE, MINUS, BLANK] = [0x5c, 0x7b, 0x7d, 0x0d, 0x0a, 0x27, 0x2d, 0x20];

/**
 * Tells the tokens of rich text that comes piece by piece. Of rtf-stream-parser's own one a picture in lines takes time by the square of
 * its size, and one number makes it take gigabytes. Nothing is an error: bytes in a picture that are no text are passed over.
 * A byte written as \'hh is told as the word "'" with its value.
 */
export function createTokenizer(take: (token: RtfToken) => void): { write: (chunk: Buffer) => void; end: () => void } {
  let state: "text" | "escape" | "word" | "param" | "hex" | "binary" = "text";
  let word = "";
  let figures = "";
  /** Bytes of a picture that are still to come. */
  let binary = 0;

  function endWord(): void {
    const param = figures === "" || figures === "-" ? null : Number(figures);
    state = "text";
    if (word === "bin" && param !== null && param > 0) {
      binary = param;
      state = "binary";
    } else take({ type: "word", word, param });
    word = "";
    figures = "";
  }

  function escape(byte: number): void {
    if (isLetter(byte)) {
      word = String.fromCharCode(byte);
      state = "word";
    } else if (byte === QUOTE) state = "hex";
    else {
      state = "text";
      // A line that ends with a backslash is a paragraph: so do Apple's programs write them.
      const sign = byte === LF || byte === CR ? "par" : String.fromCharCode(byte);
      take({ type: "word", word: sign, param: null });
    }
  }

  function hex(byte: number): void {
    figures += String.fromCharCode(byte);
    if (figures.length < 2) return;
    if (/^[\da-f]{2}$/i.test(figures)) take({ type: "word", word: "'", param: parseInt(figures, 16) });
    figures = "";
    state = "text";
  }

  /** Text from `from` on up to what is none. */
  function plain(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && !isSpecial(chunk[at] ?? 0)) at += 1;
    if (at > from) take({ type: "text", data: chunk.subarray(from, at) });
    const byte = chunk[at];
    if (byte === OPEN) take({ type: "open" });
    else if (byte === CLOSE) take({ type: "close" });
    else if (byte === BACKSLASH) state = "escape";
    return at + 1;
  }

  function write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0;
      if (state === "text") at = plain(chunk, at);
      else if (state === "binary") {
        const passed = Math.min(binary, chunk.length - at);
        at += passed;
        binary -= passed;
        if (binary === 0) state = "text";
      } else if (state === "escape") {
        escape(byte);
        at += 1;
      } else if (state === "hex") {
        hex(byte);
        at += 1;
      } else if (state === "word" && isLetter(byte)) {
        if (word.length < MOST_LETTERS) word += String.fromCharCode(byte);
        at += 1;
      } else if (isFigure(byte) || (byte === MINUS && figures === "")) {
        state = "param";
        if (figures.length < MOST_FIGURES) figures += String.fromCharCode(byte);
        at += 1;
      } else {
        endWord();
        // It only parts the word from the text.
        if (byte === BLANK) at += 1;
      }
    }
  }

  return {
    write,
    end() {
      if (state === "word" || state === "param") endWord();
    },
  };
}

function isLetter(byte: number): boolean {
  return (byte > 64 && byte < 91) || (byte > 96 && byte < 123);
}

function isFigure(byte: number): boolean {
  return byte > 47 && byte < 58;
}

/** Line ends are none of the text's: paragraphs have their own word. */
function isSpecial(byte: number): boolean {
  return byte === BACKSLASH || byte === OPEN || byte === CLOSE || byte === CR || byte === LF;
}
