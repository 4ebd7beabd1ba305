/**
 * How the tokens in a KV cache came to be there. llama.cpp gives slightly different numbers for the same token when it is read alone or
 * in a batch, and when a thread more or less works on it; after some tokens at a temperature, that is another text. To write the
 * same answer again, the tokens have to be read in the same batches with the same threads: that is what a trace records.
 */
export interface Batch {
  /** Tokens of the batch that are still in the cache. */
  readonly kept: number;
  /** Its last tokens, when they were cut off later: reading the batch again needs them, then drops them again. */
  readonly dropped: readonly number[];
  readonly threads: number;
  /** Of an answer: its kept tokens from the second on, which were guessed ahead (see draft.ts). */
  readonly drafted?: readonly number[];
}

/**
 * `512@2*3,37@2,30@2-5.17.3,1@1*200,3@2+8.9-4`: tokens @ threads, + guessed tokens that were kept, - dropped tokens, * times. What was
 * guessed for earlier answers stands in the prompt by now: its first `promptTokens` go without.
 */
export function formatTrace(batches: readonly Batch[], promptTokens = 0): string {
  const parts: { text: string; times: number }[] = [];
  let end = 0;
  for (const batch of batches) {
    end += batch.kept;
    const drafted = end > promptTokens && batch.drafted?.length ? `+${batch.drafted.join(".")}` : "";
    const dropped = batch.dropped.length > 0 ? `-${batch.dropped.join(".")}` : "";
    const text = `${String(batch.kept)}@${String(batch.threads)}${drafted}${dropped}`;
    const last = parts.at(-1);
    if (last?.text === text) last.times += 1;
    else parts.push({ text, times: 1 });
  }
  return parts.map(({ text, times }) => (times > 1 ? `${text}*${String(times)}` : text)).join(",");
}

const TOKENS = String.raw`\d{1,7}(?:\.\d{1,7})*`;
const PART = new RegExp(String.raw`^(\d{1,5})@(\d{1,3})(?:\+(${TOKENS}))?(?:-(${TOKENS}))?(?:\*(\d{1,7}))?$`);

/** null when it is not a trace: it may have been stored by another version, or changed. */
export function parseTrace(text: string): Batch[] | null {
  const batches: Batch[] = [];
  let tokens = 0;
  for (const part of text.split(",")) {
    const match = PART.exec(part);
    if (!match) return null;
    const kept = Number(match[1]);
    const threads = Number(match[2]);
    const drafted = match[3]?.split(".").map(Number) ?? [];
    const dropped = match[4]?.split(".").map(Number) ?? [];
    const times = Number(match[5] ?? 1);
    tokens += kept * times;
    if (kept === 0 || threads === 0 || tokens > MOST_TOKENS) return null;
    if (drafted.length > 0 && drafted.length !== kept - 1) return null;
    const batch: Batch = { kept, dropped, threads, ...(drafted.length > 0 ? { drafted } : {}) };
    for (let time = 0; time < times; time += 1) batches.push(batch);
  }
  return batches;
}

const MOST_TOKENS = 10_000_000;

export function traceLength(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + batch.kept, 0);
}

/** The batches of the first `length` tokens. `tokens` are those in the cache now: what a cut batch loses is taken from them. */
export function cutTrace(batches: readonly Batch[], length: number, tokens: readonly number[]): Batch[] {
  const result: Batch[] = [];
  let start = 0;
  for (const batch of batches) {
    if (start >= length) break;
    const end = start + batch.kept;
    if (end <= length) result.push(batch);
    else {
      const { drafted, ...rest } = batch;
      const kept = length - start;
      const dropped = [...tokens.slice(length, end), ...batch.dropped];
      const still = drafted?.slice(0, kept - 1) ?? [];
      result.push({ ...rest, kept, dropped, ...(still.length > 0 ? { drafted: still } : {}) });
    }
    start = end;
  }
  return result;
}

/** How many batches from the start on are the same in both. */
export function sharedBatches(a: readonly Batch[], b: readonly Batch[]): number {
  let count = 0;
  for (;;) {
    const left = a[count];
    const right = b[count];
    if (!left || !right || !sameBatch(left, right)) return count;
    count += 1;
  }
}

function sameBatch(a: Batch, b: Batch): boolean {
  if (a === b) return true;
  if (a.kept !== b.kept || a.threads !== b.threads || a.dropped.length !== b.dropped.length) return false;
  return a.dropped.every((token, index) => token === b.dropped[index]);
}
