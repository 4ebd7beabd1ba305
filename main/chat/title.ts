const MAX_CHARACTERS = 60;

/** A chat's title until the user names it: the first words of its first message, on one line, without Markdown's marks. */
export function firstWords(text: string): string {
  const line = text
    .slice(0, 2_000)
    .split("\n")
    .map((part) => part.replace(/^[\s#>*\-+`]+/, "").trim())
    .find((part) => part !== "");
  const words = (line ?? text.slice(0, 200)).replace(/\s+/g, " ").trim();
  const characters = [...words];
  if (characters.length <= MAX_CHARACTERS) return words;
  const cut = characters.slice(0, MAX_CHARACTERS).join("");
  const lastSpace = cut.lastIndexOf(" ");
  return `${(lastSpace > MAX_CHARACTERS / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`;
}

/** A title as a model wrote it, a JSON string: without quotation marks, Markdown's marks and a full stop at its end. null: there is none. */
export function titleIn(json: string): string | null {
  let text: unknown;
  try {
    text = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof text !== "string") return null;
  const bare = firstWords(text.replace(/[*_`"“”„«»]/g, "")).replace(/[.:]+$/, "");
  return /\p{L}{2}/u.test(bare) && !/^(title|titel|conversation)$/i.test(bare) ? bare : null;
}
