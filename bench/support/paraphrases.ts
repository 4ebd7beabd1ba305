/** The same said a little otherwise and shorter, as models do that repeat a source: what was true stays true. */
export type Paraphrase = (sentence: string) => string | null;

const replaced =
  (pattern: RegExp, by: string): Paraphrase =>
  (sentence) => {
    const other = sentence.replace(pattern, by);
    return other === sentence ? null : other;
  };

const SYNONYMS: readonly (readonly [string, string])[] = [
  ["began", "started"],
  ["physician", "doctor"],
  ["approximately", "about"],
  ["because", "since"],
  ["many", "numerous"],
  ["large", "big"],
  ["obtained", "found"],
  ["received", "was given"],
  ["showed", "demonstrated"],
  ["shown", "demonstrated"],
  ["various", "different"],
  ["usually", "generally"],
  ["prior to", "before"],
  ["located", "situated"],
  ["important", "significant"],
  ["described", "depicted"],
  ["sometimes", "occasionally"],
  ["people", "persons"],
  ["help", "assist"],
  ["near", "close to"],
  ["called", "known as"],
  ["area", "region"],
  ["problems", "issues"],
  ["children", "kids"],
  ["ended", "finished"],
  ["happened", "occurred"],
  ["made", "produced"],
  ["almost", "nearly"],
  ["main", "principal"],
  ["due to", "because of"],
];

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  twelve: "12",
  twenty: "20",
};
const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";

export const PARAPHRASES: readonly Paraphrase[] = [
  replaced(/ \([^()]*\)/, ""),
  replaced(/, (?:which|who|where) [^,]*,/, ""),
  replaced(/, (?:which|where|while|although) [^,.]*\.$/, "."),
  replaced(/, (?:including|such as) [^.]*\.$/, "."),
  replaced(/ also\b/, ""),
  replaced(/^(?:However|Moreover|Furthermore|Additionally|In addition|Therefore|Thus), (\w)/, "$1"),
  moved,
  ...SYNONYMS.map(([word, other]) => replaced(new RegExp(`\\b${word}\\b`), other)),
  ...Object.entries(NUMBER_WORDS).map(([word, digits]) => replaced(new RegExp(`\\b${word}\\b(?= [a-z]+s\\b)`), digits)),
  ...Object.entries(NUMBER_WORDS).map(([word, digits]) => replaced(new RegExp(`(?<= )${digits}(?= [a-z]+s\\b)`), word)),
  replaced(/(?<=\d) ?percent\b/, "%"),
  replaced(/(?<=\d)%/, " percent"),
  replaced(/(?<=\d),(?=\d{3}\b)/, ""),
  replaced(/(?<=\d) ?mg\b/, " milligrams"),
  replaced(/(?<=\d) hours\b/, " h"),
  replaced(/(?<=\d) minutes\b/, " min"),
  replaced(/\btwice (?:a day|daily)\b/, "two times per day"),
  replaced(/\bb\.i\.d\b\.?/, "twice daily"),
  replaced(new RegExp(`\\b(${MONTHS}) (\\d{1,2}), (\\d{4})`), "$2 $1 $3"),
  replaced(new RegExp(`\\b(\\d{1,2}) (${MONTHS}) (\\d{4})`), "$2 $1, $3"),
  replaced(/\b(did|does|do|is|are|was|were|has|have|had|could|would|should) not\b/, "$1n't"),
  replaced(/\bcan ?not\b/, "can't"),
  replaced(/\bdenies any\b/, "has no"),
  replaced(/\bThe patient\b/, "She"),
  introduced("According to the document, "),
  introduced("The passage states that "),
  introduced("The source says "),
];

/** "In 1990, it ended." is "It ended in 1990." */
function moved(sentence: string): string | null {
  const match = /^(In|On|During|By|After) ([^,]{2,40}), ([^,]+)\.$/.exec(sentence);
  if (match === null) return null;
  const [, word = "", when = "", rest = ""] = match;
  return `${(rest[0] ?? "").toUpperCase()}${rest.slice(1)} ${word.toLowerCase()} ${when}.`;
}

function introduced(words: string): Paraphrase {
  return (sentence) => {
    const match = /(?:passage|source|document)\b/.test(sentence.slice(0, 30))
      ? null
      : /^(The|A|An|It|He|She|They|There|This|These|In|On) /.exec(sentence);
    return match === null ? null : words + (sentence[0] ?? "").toLowerCase() + sentence.slice(1);
  };
}
