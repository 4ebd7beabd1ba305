/** Scripts that are written without spaces: each sign counts, which is near enough for "kept after 84 words". */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]+/gu;

export function countWords(text: string): number {
  return text.match(WORD)?.length ?? 0;
}
