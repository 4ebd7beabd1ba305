/** Numbers with their units as people read them. A no-break space keeps both on one line. */

const nbsp = "\u00a0";

/** "5.0 GB", "14 GB", "253 MB": decimal units, as disks and memory are sold. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  if (megabytes < 100) return `${megabytes < 9.95 ? megabytes.toFixed(1) : megabytes.toFixed(0)}${nbsp}MB`;
  return `${formatGigabytes(bytes)}${nbsp}GB`;
}

/** The number alone, for "3.1 of 16 GB". */
export function formatGigabytes(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return gigabytes >= 99.95 || Number.isInteger(Math.round(gigabytes * 10) / 10)
    ? String(Math.round(gigabytes))
    : gigabytes.toFixed(1);
}

/** A token is 0.75 words of English on average. */
const wordsPerToken = 0.75;

/** Words a second from tokens a second: whole from 3 up, one decimal below. */
export function wordsPerSecond(tokensPerSecond: number): number {
  const words = tokensPerSecond * wordsPerToken;
  return words >= 3 ? Math.round(words) : Math.round(words * 10) / 10;
}

/** About how many words fit in so many tokens, rounded so that it does not look exact. */
export function wordsIn(tokens: number): number {
  const words = tokens * wordsPerToken;
  const step = words >= 1_000 ? 100 : 10;
  return Math.max(0, Math.round(words / step) * step);
}

/** Words of a text, by white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
