/** What a link in an answer may point to once the reader asked for it: nothing that runs or reads files. */
const openable = new Set(["http:", "https:", "mailto:"]);

/** The address in its plain form, or null where it may not be opened (`javascript:`, `file:`, `data:`, relative, malformed). */
export function openableAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return openable.has(url.protocol) ? url.href : null;
}

/** What a person looks at before opening: the host in the letters that are really asked for (punycode). */
export function hostOf(address: string): string {
  const url = new URL(address);
  return url.protocol === "mailto:" ? url.pathname : url.host;
}
