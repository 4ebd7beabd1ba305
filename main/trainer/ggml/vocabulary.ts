import { AppError } from "#main/rpc/errors.ts";
import { openLibraries, type Pointer } from "./library.ts";
import { startLlama } from "./llama.ts";
import { collectComplaints } from "./model.ts";

/** A model's vocabulary alone, without its weights: loaded in a tenth of a second, freed by `dispose`. */
export interface Vocabulary extends Disposable {
  readonly words: number;
  readonly type: VocabularyType;
  /** Tokens that mean something other than text; null where the model has none. */
  readonly beginning: number | null;
  readonly end: number | null;
  readonly endOfTurn: number | null;
  /** The model expects its beginning token in front of everything. */
  readonly addsBeginning: boolean;
  /** Whether generation ends with it (`llama_vocab_is_eog`). */
  ends(token: number): boolean;
  /** The characters that a token is written with in the vocabulary: "<bos>". */
  written(token: number): string;
  /** `special`: what looks like a special token is one. Neither adds a beginning. */
  tokenize(text: string, special: boolean): Int32Array;
  detokenize(tokens: Int32Array, special: boolean): string;
}

export type VocabularyType = "none" | "spm" | "bpe" | "wpm" | "ugm" | "rwkv" | "plamo2";

/** `enum llama_vocab_type`. */
const TYPES: readonly VocabularyType[] = ["none", "spm", "bpe", "wpm", "ugm", "rwkv", "plamo2"];

type Tokenize = (
  v: Pointer,
  text: Buffer,
  bytes: number,
  ids: Int32Array,
  room: number,
  a: boolean,
  p: boolean,
) => number;
type Detokenize = (
  v: Pointer,
  ids: Int32Array,
  n: number,
  text: Buffer,
  room: number,
  r: boolean,
  u: boolean,
) => number;

/** Throws MODEL_INVALID with what llama.cpp said. */
export async function loadVocabulary(path: string, name: string): Promise<Vocabulary> {
  const llama = startLlama();
  const complaints = collectComplaints();
  const model = await llama.loadModel(path, { ...llama.modelParams(), n_gpu_layers: 0, vocab_only: true });
  if (model === null) throw invalid(name, complaints() || "llama.cpp could not load it");
  const vocabulary = llama.vocabulary(model);
  const { bind } = openLibraries();
  const tokenNamed = (which: "bos" | "eos" | "eot"): number | null => {
    const token = bind<(v: Pointer) => number>("llama", `int llama_vocab_${which}(void*)`)(vocabulary);
    return token < 0 ? null : token;
  };
  const type = TYPES[bind<(v: Pointer) => number>("llama", "int llama_vocab_type(void*)")(vocabulary)];
  if (type === undefined || type === "none") {
    llama.freeModel(model);
    throw invalid(name, "it has no vocabulary");
  }
  const isEnd = bind<(v: Pointer, token: number) => boolean>("llama", "bool llama_vocab_is_eog(void*, int)");
  const textOf = bind<(v: Pointer, token: number) => string>("llama", "const char* llama_vocab_get_text(void*, int)");
  const detokenize = bind<Detokenize>(
    "llama",
    "int llama_detokenize(void*, const void*, int, _Out_ void*, int, bool, bool)",
  );
  const tokenize: Tokenize = (...args) => llama.tokenize(...args);

  // Texts come by the hundred thousand: one buffer each for all of them, as large as the largest.
  let bytes = Buffer.alloc(4_096);
  let ids = new Int32Array(4_096);

  return {
    words: llama.words(vocabulary),
    type,
    beginning: tokenNamed("bos"),
    end: tokenNamed("eos"),
    endOfTurn: tokenNamed("eot"),
    addsBeginning: llama.addsBeginning(vocabulary),
    ends: (token) => isEnd(vocabulary, token),
    written: (token) => textOf(vocabulary, token),
    tokenize(text, special) {
      // No character of UTF-16 takes more than three bytes, and a token has at least one; some kinds put a space in front.
      const most = text.length * 3 + 16;
      if (bytes.length < most) bytes = Buffer.alloc(most * 2);
      if (ids.length < most) ids = new Int32Array(most * 2);
      const length = bytes.write(text, "utf8");
      const count = tokenize(vocabulary, bytes, length, ids, ids.length, false, special);
      if (count < 0)
        throw new Error(`llama_tokenize wanted room for ${String(-count)} tokens of ${String(length)} bytes`);
      return ids.slice(0, count);
    },
    detokenize(tokens, special) {
      if (tokens.length === 0) return "";
      let room = Buffer.alloc(tokens.length * 16 + 64);
      let length = detokenize(vocabulary, tokens, tokens.length, room, room.length, false, special);
      if (length < 0) {
        room = Buffer.alloc(-length);
        length = detokenize(vocabulary, tokens, tokens.length, room, room.length, false, special);
      }
      return room.toString("utf8", 0, length);
    },
    [Symbol.dispose]: () => llama.freeModel(model),
  };
}

function invalid(name: string, problem: string): AppError {
  return new AppError("MODEL_INVALID", `${name} cannot be used: ${problem}`, { file: name, problem });
}
