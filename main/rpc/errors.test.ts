import { readFileSync } from "node:fs";
import { createIntl } from "react-intl";
import { expect, test } from "vitest";
import type { ErrorCode, ErrorData } from "./errors.ts";

const texts = JSON.parse(
  readFileSync(new URL("../../resources/texts/en/errors.json", import.meta.url), "utf8"),
) as Record<string, string>;

/** One example a code: the type checker keeps codes and fields complete. */
const examples: ErrorData = {
  INVALID_INPUT: { problem: "p" },
  NOT_FOUND: { what: "chat" },
  CONFLICT: { problem: "p" },
  MODEL_NOT_FOUND: { model: "m", path: "p" },
  MODEL_AWAY: { model: "m", folder: "f" },
  MODEL_INCOMPLETE: { model: "m", have: 1, count: 3, missing: "m-00002-of-00003.gguf" },
  MODEL_CHANGED: { model: "m", path: "p" },
  MODEL_INVALID: { file: "f", problem: "p" },
  MODEL_UNSUPPORTED: { model: "m", architecture: "a" },
  UNSUPPORTED_ARCHITECTURE: { model: "M", architecture: "a", supported: "b, c" },
  NO_MODEL: {},
  NOT_ENOUGH_MEMORY: { model: "m", neededBytes: 2, freeBytes: 1 },
  CONTEXT_TOO_SMALL: { neededTokens: 2, contextTokens: 1 },
  ADAPTER_INVALID: { adapter: "a", model: "m", problem: "p" },
  ADAPTER_UNREADABLE: { file: "f", problem: "p" },
  DRAFT_MODEL_UNFIT: { draft: "Qwen3 0.6B", model: "Gemma 3 12B", draftWords: 151_936, modelWords: 262_144 },
  SCHEMA_UNUSABLE: { problem: "number of repetitions exceeds sane defaults" },
  TEMPLATE_UNUSABLE: { problem: "Unexpected end of template." },
  DATA_INVALID: { file: "f", line: 8_112, problem: "p" },
  BACKEND_NOT_AVAILABLE: { backend: "b", available: "a" },
  ENGINE_CRASHED: { model: "m", words: 0 },
  ENGINE_KEEPS_CRASHING: { model: "m", times: 3 },
  TRAINER_CRASHED: { model: "Gemma", step: 40, times: 3 },
  INTERRUPTED: { words: 2 },
  CHECKSUM_MISMATCH: { file: "f", expected: "e", actual: "a" },
  DISK_FULL: { path: "p", neededBytes: 2, freeBytes: 1 },
  FOLDER_READ_ONLY: { path: "p" },
  STORE_DAMAGED: { path: "p", problem: "p" },
  STORE_NEWER: { path: "p", version: 2, supported: 1 },
  ALREADY_OPEN: { path: "p" },
  VAULT_LOCKED: {},
  NOT_SUPPORTED_HERE: { what: "w", instead: "i" },
  NETWORK_OFF: { host: "h", purpose: "p" },
  TRAINING_TOO_LARGE: { model: "m" },
  TRAINING_DIVERGED: { step: 12, learningRate: 2.5e-5 },
  MEMORY_SHORT: { step: 7, freeBytes: 1e8 },
  CANCELLED: {},
  NETWORK_FAILED: { host: "h" },
  MODEL_GATED: { repository: "a/b", host: "h", why: "token" },
  HUB_BUSY: { host: "h", waitMs: 1_000 },
  HUB_FAILING: { host: "h" },
  HUB_UNEXPECTED: { host: "h", problem: "p" },
  HUB_FILE_CHANGED: { host: "h", file: "f" },
  FOLDER_GONE: { path: "p" },
  EXPORT_LOST: { path: "p" },
  DOCUMENT_UNREADABLE: { document: "d", problem: "p" },
  DOCUMENT_LOCKED: { document: "d", isWrong: false },
  INTERNAL: { reference: "r" },
};

/** What a page adds to an error's own fields. */
const added: Partial<Record<ErrorCode, object>> = { NOT_ENOUGH_MEMORY: { other: "none" } };

test.each(Object.entries(examples) as [ErrorCode, object][])("%s is worded from its own fields", (code, data) => {
  const problems: unknown[] = [];
  const messages = { [code]: texts[`error.${code}`] ?? "" };
  const intl = createIntl({ locale: "en", messages, onError: (error) => problems.push(error) });
  const worded = intl.formatMessage({ id: code }, { ...data, ...added[code], b: (parts: unknown[]) => parts.join("") });
  expect(problems).toEqual([]);
  expect(worded).not.toBe("");
  expect(worded).not.toMatch(/[{}<>]/);
});
