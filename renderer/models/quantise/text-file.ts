/** As much as is ever read (main/models/quantise/contract.ts takes 400,000 characters). */
const MAX_CHARACTERS = 400_000;
/** A letter takes at most four bytes. */
const MAX_BYTES = 4 * MAX_CHARACTERS;

export interface JudgingText {
  name: string;
  text: string;
}

/** The beginning of a text file that a person has chosen; null when it is no text. Nothing of it leaves the page before they say so. */
export async function readTextFile(file: File): Promise<JudgingText | null> {
  const bytes = await file.slice(0, MAX_BYTES).arrayBuffer();
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const text = decoder.decode(bytes, { stream: bytes.byteLength === MAX_BYTES });
    return text.includes("\0") || text.trim() === "" ? null : { name: file.name, text: text.slice(0, MAX_CHARACTERS) };
  } catch {
    return null;
  }
}
