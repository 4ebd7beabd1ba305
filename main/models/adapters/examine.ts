import { stat } from "node:fs/promises";
import { type AdapterFacts, adapterFacts } from "#main/lib/gguf/adapter.ts";
import { GgufProblem } from "#main/lib/gguf/byte-reader.ts";
import { checkFinite } from "#main/lib/gguf/finite.ts";
import { readGgufHeader } from "#main/lib/gguf/read.ts";
import { isAppError } from "#main/rpc/errors.ts";

/** What is known of an adapter's file: what it is, or why it can be used with no model at all. */
export interface Examination {
  /** Size and time of the file: another value means that it has to be read again. */
  readonly stamp: string;
  readonly facts: AdapterFacts | null;
  /** A clause. */
  readonly problem: string | null;
}

/** Reads all of an adapter's file, every value of it. Never throws for what is in the file. */
export async function examineAdapter(path: string): Promise<Examination> {
  const stamp = await fileStamp(path);
  if (stamp === null) return { stamp: "", facts: null, problem: `it is no longer at ${path}` };
  try {
    const header = await readGgufHeader(path);
    const facts = adapterFacts(header);
    await checkFinite(path, header);
    return { stamp, facts, problem: null };
  } catch (error) {
    if (error instanceof GgufProblem) return { stamp, facts: null, problem: error.message };
    if (isAppError(error, "MODEL_INVALID")) return { stamp, facts: null, problem: clauseOf(error.data.problem) };
    if (isAppError(error, "NOT_FOUND")) return { stamp: "", facts: null, problem: `it is no longer at ${path}` };
    throw error;
  }
}

/** null when there is no file. */
export async function fileStamp(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? `${found.size} ${Math.floor(found.mtimeMs)}` : null;
}

/** "It is empty." as "it is empty". */
function clauseOf(sentence: string): string {
  const clause = sentence.replace(/\.$/, "");
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}
