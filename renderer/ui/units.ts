/** Numbers with their units as people read them. A no-break space keeps both on one line. */

const nbsp = "\u00a0";

/** Sizes of files, in decimal units as disks are sold: "5.0 GB", "253 MB" is "0.3 GB", "84 MB", "2.1 KB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${tenthsUnderTen(bytes / 1e3)}${nbsp}KB`;
  if (bytes < 1e8) return `${tenthsUnderTen(bytes / 1e6)}${nbsp}MB`;
  return `${(bytes / 1e9).toFixed(bytes < 99.95e9 ? 1 : 0)}${nbsp}GB`;
}

function tenthsUnderTen(amount: number): string {
  return amount > 0 && amount < 9.95 ? amount.toFixed(1) : String(Math.round(amount));
}

/** Memory, in binary units as it is sold and as systems count it: "12.9 GB". */
export function formatMemory(bytes: number): string {
  return `${formatGigabytes(bytes)}${nbsp}GB`;
}

/** "12.9", always with one decimal below 100, so that a figure that changes keeps its place: the first of "12.9 of 16 GB". */
export function formatGigabytes(bytes: number): string {
  const gigabytes = bytes / 2 ** 30;
  return gigabytes.toFixed(gigabytes < 99.95 ? 1 : 0);
}

/** What a computer or a card has in all: "16 GB" where nothing is behind the point, the second of "12.9 of 16 GB". */
export function formatTotal(bytes: number): string {
  return `${formatGigabytes(bytes).replace(/\.0$/, "")}${nbsp}GB`;
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
