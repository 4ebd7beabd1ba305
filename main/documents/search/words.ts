/**
 * Words that say nothing of what is looked for: with them, two common ones take longer than all others together, and their scores
 * hide the rest. English and German; a question that holds nothing else is searched with all its words.
 */
const STOP_WORDS = new Set(
  (
    "a about an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may me " +
    "might more most must my no not of on or our she should so some such than that the their them then there these they this those to " +
    "us was we were what when where which who whom whose why will with would you your " +
    "aber als am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser dieses ein eine einem einen einer eines " +
    "er es für hat ich ihr im ist kann mit nach nicht noch oder sich sie sind so über um und uns vom von vor war was wer wie wir wird " +
    "wo zu zum zur"
  ).split(" "),
);

/** More terms make a query slower and no better: a pasted page asks for its rarest words only through the vector. */
const MOST_TERMS = 48;

/** The terms of a question in lower case, each once, without those that say nothing. */
export function termsOf(question: string): string[] {
  const all = [...new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
  const telling = all.filter((term) => !STOP_WORDS.has(term));
  return (telling.length > 0 ? telling : all).slice(0, MOST_TERMS);
}

/** For FTS5: passages that hold any of the terms; phrases in quotes must be there. null: there is nothing to look for. */
export function wordsQuery(question: string): string | null {
  const phrases = [...question.matchAll(/"([^"]+)"/g)]
    .map((match) => termsAsWritten(match[1] ?? ""))
    .filter((phrase) => phrase !== "");
  const terms = termsOf(question).map((term) => `"${term}"`);
  if (terms.length === 0) return null;
  const required = phrases.map((phrase) => `"${phrase}"`).join(" AND ");
  return required === "" ? terms.join(" OR ") : `${required} AND (${terms.join(" OR ")})`;
}

function termsAsWritten(phrase: string): string {
  return (phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}
