/**
 * What each error code carries. The interface words the message from `resources/texts/en/errors.json` with these values
 * (every code has an entry there, a test checks it); `AppError.message` is the same in English for logs and commands.
 * Sizes in bytes, times in milliseconds, contexts in tokens.
 */
export interface ErrorData {
  INVALID_INPUT: { problem: string };
  NOT_FOUND: {
    what:
      | "chat"
      | "collection"
      | "document"
      | "page"
      | "note"
      | "message"
      | "run"
      | "model"
      | "adapter"
      | "job"
      | "preset"
      | "training"
      | "file"
      | "folder"
      | "repository";
    /** Of a repository: the one that was asked for. */
    name?: string;
  };
  CONFLICT: { problem: string };
  MODEL_NOT_FOUND: { model: string; path: string };
  /** Its whole folder is gone, as when a drive is taken out. */
  MODEL_AWAY: { model: string; folder: string };
  /** Of a model in several files, `have` of `count` are there; `missing` is the first of the others. */
  MODEL_INCOMPLETE: { model: string; have: number; count: number; missing: string };
  MODEL_CHANGED: { model: string; path: string };
  MODEL_INVALID: { file: string; problem: string };
  MODEL_UNSUPPORTED: { model: string; architecture: string };
  /** Of a model that is to be trained. */
  UNSUPPORTED_ARCHITECTURE: { model: string; architecture: string; supported: string };
  NO_MODEL: Record<never, never>;
  NOT_ENOUGH_MEMORY: { model: string; neededBytes: number; freeBytes: number };
  CONTEXT_TOO_SMALL: { neededTokens: number; contextTokens: number };
  ADAPTER_INVALID: { adapter: string; model: string; problem: string };
  ADAPTER_UNREADABLE: { file: string; problem: string };
  /** Two models of different vocabularies: one's guesses would be other words for the other. */
  DRAFT_MODEL_UNFIT: { draft: string; model: string; draftWords: number; modelWords: number };
  TEMPLATE_UNUSABLE: { problem: string };
  /** Of the JSON Schema that answers are to fit. */
  SCHEMA_UNUSABLE: { problem: string };
  /** Of texts to learn from; `line` from 1, null where no single one is at fault. */
  DATA_INVALID: { file: string; line: number | null; problem: string };
  BACKEND_NOT_AVAILABLE: { backend: string; available: string };
  ENGINE_CRASHED: { model: string; words: number };
  ENGINE_KEEPS_CRASHING: { model: string; times: number };
  /** Its child process ended by itself, `times` in a row; what was saved up to `step` is kept. */
  TRAINER_CRASHED: { model: string; step: number; times: number };
  INTERRUPTED: { words: number };
  CHECKSUM_MISMATCH: { file: string; expected: string; actual: string };
  DISK_FULL: { path: string; neededBytes: number; freeBytes: number };
  FOLDER_READ_ONLY: { path: string };
  STORE_DAMAGED: { path: string; problem: string };
  STORE_NEWER: { path: string; version: number; supported: number };
  ALREADY_OPEN: { path: string };
  VAULT_LOCKED: Record<never, never>;
  NOT_SUPPORTED_HERE: { what: string; instead: string };
  /** Nothing in it can be read, or not to its end. */
  DOCUMENT_UNREADABLE: { document: string; problem: string };
  /** `isWrong`: the password that was given does not open it. */
  DOCUMENT_LOCKED: { document: string; isWrong: boolean };
  NETWORK_OFF: { host: string; purpose: string };
  /** The network was allowed, and did not answer. */
  NETWORK_FAILED: { host: string };
  /** `token`: nobody is signed in, or the token is not known; `terms`: its owner has not been let in yet. */
  MODEL_GATED: { repository: string; host: string; why: "token" | "terms" };
  /** It asked to come back later than anybody would wait for. */
  HUB_BUSY: { host: string; waitMs: number };
  /** It answers that something is wrong with itself, and went on doing so. */
  HUB_FAILING: { host: string };
  /** What came is not what the hub had promised. */
  HUB_UNEXPECTED: { host: string; problem: string };
  /** Another file now has this name on the hub. */
  HUB_FILE_CHANGED: { host: string; file: string };
  /** A folder that was there is not any more, or never was: a drive that is not plugged in. */
  FOLDER_GONE: { path: string };
  /** The folder that chats were being written into: a drive that was taken out. */
  EXPORT_LOST: { path: string };
  /** There is no memory for a model with the activations of its longest text. */
  TRAINING_TOO_LARGE: { model: string };
  /** A training ended at this step, saved, because the computer's memory was used up. */
  MEMORY_SHORT: { step: number; freeBytes: number };
  /** The loss of a training was no number again and again, at last with this rate. */
  TRAINING_DIVERGED: { step: number; learningRate: number };
  CANCELLED: Record<never, never>;
  INTERNAL: { reference: string };
}

export type ErrorCode = keyof ErrorData;

/** The plain form of an error: what is stored beside a message or a job, and what a page receives. */
export type ErrorShape = { [C in ErrorCode]: { code: C; message: string; data: ErrorData[C] } }[ErrorCode];

/**
 * The only error that leaves a feature. `message` says what happened, to what, and what to do; anything else that is thrown
 * becomes INTERNAL with a log reference, so that no stack or path reaches a page by accident.
 */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "AppError";
  readonly code: C;
  readonly data: ErrorData[C];

  constructor(code: C, message: string, data: ErrorData[C], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.data = data;
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.message, data: this.data } as ErrorShape;
  }
}

/** Narrows an unknown error to an AppError, of one code if named. */
export function isAppError<C extends ErrorCode>(error: unknown, code?: C): error is AppError<C> {
  return error instanceof AppError && (code === undefined || error.code === code);
}
