/** The preload's words for files that were dropped: a page is not told where they lie. */
export const PATHS_DROPPED = "cloister:dropped";

/** As many as one call adds to a collection; folders count once. */
const MAX_PATHS = 1_000;

/** An address that was dragged here, from a browser's address line for instance; null when it was something else. */
export function addressIn(data: Pick<DataTransfer, "getData" | "files">): string | null {
  if (data.files.length > 0) return null;
  const uri = data
    .getData("text/uri-list")
    .split("\n")
    .find((line) => line !== "" && !line.startsWith("#"));
  const text = (uri ?? data.getData("text/plain")).trim();
  return text === "" || text.length > 2_000 ? null : text;
}

/** Paths in a message of the preload's; none in any other message. */
export function pathsIn(message: unknown): string[] {
  if (typeof message !== "object" || message === null || !("type" in message) || !("paths" in message)) return [];
  const { type, paths } = message;
  if (type !== PATHS_DROPPED || !Array.isArray(paths)) return [];
  return paths.filter((path): path is string => typeof path === "string" && path !== "").slice(0, MAX_PATHS);
}

/** By the end of its name: what else is dropped is a document. */
export function isModel(path: string): boolean {
  return path.toLowerCase().endsWith(".gguf");
}
