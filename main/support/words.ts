/** Words that say nothing by themselves, English and German: their absence from a passage is no finding. */
const EMPTY = new Set(
  (
    "a an the this that these those it its itself he she they them their theirs his her hers him we us our you your i me my who whom whose which what " +
    "there here and or but so as at by for from in into of on onto to with about upon through during among between via per than then if when while where because " +
    "since until also too both either each all any some such other another same own very much many most more less few several only just even still yet again further " +
    "is are was were be been being am do does did doing done have has had having will would can could get gets got let " +
    "however although though moreover furthermore additionally thus therefore hence according text passage source document sources passages documents cited " +
    "says said states stated mentions mentioned notes noted describes described explains explained answer question based given information provided following specifically overall later " +
    "mr mrs ms dr prof sir etc eg ie vs one ones s t up out over under off after before above below within around " +
    "der die das den dem des ein eine einen einem einer eines und oder aber auch auf aus bei bis da dass er es für hat haben ich ihr im ist kann mit nach noch sich sie sind so " +
    "um uns vom von vor war waren wer wie wir wird werden wurde wurden wo zu zum zur als am an laut gemäß text dokument"
  ).split(" "),
);

const NEGATIONS = new Set(
  (
    "not no never none neither nor without cannot nothing nobody nowhere deny denies denied denying lack lacks lacked lacking absent absence negative unable fail fails failed unless hardly " +
    "nicht kein keine keinen keinem keiner keines nie niemals ohne weder nichts verneint"
  ).split(" "),
);

/** What turns a sentence round when it stands in the other's place. */
const OPPOSITES: readonly (readonly [string, string])[] = (
  "left:right increase:decrease increased:decreased increases:decreases increasing:decreasing higher:lower high:low rise:fall rose:fell raised:lowered raised:reduced above:below " +
  "before:after more:less more:fewer most:least maximum:minimum earlier:later positive:negative male:female man:woman boy:girl husband:wife mother:father son:daughter brother:sister " +
  "he:she his:her upper:lower first:last start:stop started:stopped began:ended include:exclude includes:excludes included:excluded allow:prohibit allowed:prohibited allows:prohibits " +
  "buyer:seller landlord:tenant lessor:lessee employer:employee borrower:lender plaintiff:defendant north:south east:west northern:southern eastern:western inside:outside " +
  "better:worse larger:smaller longer:shorter older:younger win:lose won:lost accept:reject accepted:rejected normal:abnormal " +
  "links:rechts erhöht:gesenkt höher:niedriger mehr:weniger vor:nach Käufer:Verkäufer"
)
  .toLowerCase()
  .split(" ")
  .map((pair) => pair.split(":") as [string, string]);
const opposites = new Set(OPPOSITES.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));

export function isEmpty(word: string): boolean {
  return EMPTY.has(word);
}

export function isNegation(word: string): boolean {
  return NEGATIONS.has(word) || /n['’]t$/.test(word);
}

export function areOpposite(a: string, b: string): boolean {
  return opposites.has(`${a} ${b}`);
}

export function hasOpposite(word: string): boolean {
  return OPPOSITES.some((pair) => pair.includes(word));
}

/** Without endings of number, tense and possession; for comparing alone, so it need not be a word. */
export function stemOf(word: string): string {
  const base = word.replace(/['’]s?$/, "").replace(/[-’']/g, "");
  if (base.length < 4) return base;
  const cut = base
    .replace(/(ss|x|ch|sh)es$/, "$1")
    .replace(/ies$/, "y")
    .replace(/([^su])s$/, "$1")
    .replace(/(?<=\p{L}{3})(?:ing|ed|ly|en)$/u, "");
  return cut
    .replace(/e$/, "")
    .replace(/i$/, "y")
    .replace(/([bdgklmnprt])\1$/, "$1");
}

/** Forms of one word: the same stem, or most of it. "Prednisone" and "prednisolone" are two. */
export function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const least = Math.min(a.length, b.length);
  const most = Math.max(a.length, b.length);
  if (least < 5) return false;
  let shared = 0;
  while (shared < least && a[shared] === b[shared]) shared += 1;
  return shared >= Math.max(5, 0.75 * most);
}

/** German by its small words: there every noun begins with a capital, and a capital makes no name. */
export function looksGerman(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const german = words.filter((word) =>
    /^(?:der|die|das|und|nicht|ist|ein|eine|mit|von|für|den|dem|des|zu|wird|werden)$/.test(word),
  );
  return german.length >= 2 && german.length / words.length > 0.08;
}

/**
 * Common endings of medicines' names (WHO, "The use of stems in the selection of International Nonproprietary Names"): they are names
 * also in small letters, and one in the place of another is no other way of saying the same.
 */
const MEDICINE =
  /\p{L}{2,}(?:pril|sartan|olol|dipine|statin|cillin|mycin|micin|conazole|prazole|triptan|floxacin|cycline|vir|mab|tinib|gliptin|glutide|gliflozin|azepam|zolam|profen|oxetine|triptyline|caine|parin|xaban|setron|lukast|terol|sone|solone|thiazide|semide|formin|azine|barbital|dronate|fibrate)$/u;

export function isMedicine(word: string): boolean {
  return MEDICINE.test(word);
}
