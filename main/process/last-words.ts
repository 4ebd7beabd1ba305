const KEPT_CHARACTERS = 4_000;

/** Keeps the end of a stream of text, for the log, when the one who wrote it has died. */
export function listenForLastWords(stream: NodeJS.ReadableStream | null): () => string {
  let words = "";
  stream?.on("data", (chunk: Buffer | string) => {
    words = (words + chunk.toString()).slice(-KEPT_CHARACTERS);
  });
  return () => words;
}
