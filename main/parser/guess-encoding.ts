/**
 * In which of the encodings of before Unicode a text is written that does not say it: the one in which its letters stand as the
 * languages of that encoding have them. Windows-1252 where nothing speaks clearly for another. Names are those of the web.
 */
export function guessEncoding(bytes: Uint8Array): string {
  const sample = sampleOf(bytes);
  let best = { name: FALLBACK, score: scoreOfLetters(decode(sample, FALLBACK), WESTERN) + CLEARLY };
  for (const { name, judge } of CANDIDATES) {
    const score = judge(decode(sample, name));
    if (score > Math.max(best.score, LEAST)) best = { name, score };
  }
  return best.name;
}

const FALLBACK = "windows-1252";
/** By so much another must be better than the one that most files of Europe and America have, and so good it must be. */
const CLEARLY = 0.15;
const LEAST = 0.5;
const SAMPLE_BYTES = 65_536;

/** From the line of the first byte that is no ASCII on. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte >= 0x80),
  );
  const start = bytes.subarray(0, first).lastIndexOf(0x0a) + 1;
  const from = first - start > SAMPLE_BYTES / 2 ? first : start;
  return bytes.subarray(from, from + SAMPLE_BYTES);
}

/** What is cut off at the sample's end is left out. */
function decode(sample: Uint8Array, name: string): string {
  return new TextDecoder(name).decode(sample, { stream: true });
}

interface Script {
  /** Small letters that its languages write, without those of ASCII. */
  readonly letters: ReadonlySet<string>;
  /** Its letters stand among those of ASCII, one here and there; else whole words are written in them. */
  readonly isLatin: boolean;
}

function script(letters: string, isLatin = false): Script {
  return { letters: new Set(letters), isLatin };
}

const WESTERN = script("äöüßéèêëàâáçñíóúãõôåæøîïûùìòœ", true);
const ICELANDIC = script("áéíóúýðþæö", true);
const CENTRAL = script("ąćęłńóśźżčďěňřšťůžýáíéúäöüőűăâîşţđßôĺľ", true);
const TURKISH = script("çğıöşüâî", true);
const BALTIC = script("āčēģīķļņšūžąęėįųäöõü", true);
/** The letters that stand in most words: encodings of one alphabet are told apart by them. */
const CYRILLIC = script("оеаинтсрвлкмдпуяыьгзбчйъ");
const GREEK = script("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊ");
const HEBREW = script("אבגדהוזחטיךכלםמןנסעףפץצקרשת");
const ARABIC = script("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإءئ");
const THAI = script("กขคงจชซญดตถทธนบปผพภมยรลวศสหอะาำิีึืุูเแโใไ่้์ั็");

/** Marks of printed text, which say little. */
const MARKS = new Set("“”„‘’‚‹›–—…«»§°©®€£¥¢·•№±×÷½¼¾µ²³¹ªº¿¡¶™†‰\u00a0");

/** From -1 to 1, a character that is no ASCII: does it stand where a letter of the script may? */
function scoreOfLetters(text: string, { letters, isLatin }: Script): number {
  return average(text, (char, before, after) => {
    const isInWord = isAsciiLetter(before) && isAsciiLetter(after);
    if (MARKS.has(char)) return isInWord && !/[’·]/.test(char) ? -1 : 0.9;
    // A letter alone is a mark in another encoding.
    if (!isLetter(before) && !isLetter(after)) return 0.2;
    const small = char.toLowerCase();
    if (!isLetter(char)) return -1;
    const isForeign = isLatin ? isLetter(before) && before > "\x7f" : isAsciiLetter(before) || isAsciiLetter(after);
    if (isForeign) return isLatin ? -0.5 : -1;
    // A great letter after a small one stands in names of programs only.
    if (char !== small && isSmall(before)) return -1;
    return letters.has(small) ? 1 : isLatin ? -0.5 : 0.3;
  });
}

function scoreOfJapanese(text: string): number {
  let kana = 0;
  const score = average(text, (char) => {
    if (/[\u3041-\u30ff]/.test(char)) {
      kana += 1;
      return 1;
    }
    if (/[\u3000-\u303f\uff01-\uff5e]/.test(char)) return 1;
    return /[\u4e00-\u9fff]/.test(char) ? 0.8 : -1;
  });
  return kana === 0 ? -1 : score;
}

function scoreOfKorean(text: string): number {
  return average(text, (char) => {
    if (/[\uac00-\ud7a3\u3000-\u303f\uff01-\uff5e]/.test(char)) return 1;
    return /[\u4e00-\u9fff]/.test(char) ? 0 : -1;
  });
}

/** The characters of which a tenth of every Chinese text is made. */
const CHINESE = new Set(
  "的一是不了在有人我他这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得于於著着下自之年過过發发後后作里裡用道行所然家種种事成方多經经麼么去法學学如都同現现",
);

function scoreOfChinese(text: string): number {
  let usual = 0;
  let all = 0;
  const score = average(text, (char) => {
    if (/[\u3000-\u303f\uff01-\uff5e“”‘’—…·]/.test(char)) return 1;
    if (!/[\u4e00-\u9fff]/.test(char)) return -1;
    all += 1;
    if (CHINESE.has(char)) usual += 1;
    return 0.9;
  });
  return usual < 0.06 * all ? -1 : score;
}

const CANDIDATES: readonly { name: string; judge: (text: string) => number }[] = [
  { name: "shift_jis", judge: scoreOfJapanese },
  { name: "euc-jp", judge: scoreOfJapanese },
  { name: "euc-kr", judge: scoreOfKorean },
  { name: "gb18030", judge: scoreOfChinese },
  { name: "big5", judge: scoreOfChinese },
  ...lettered(["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic"], CYRILLIC),
  ...lettered(["windows-1253", "iso-8859-7"], GREEK),
  ...lettered(["windows-1255"], HEBREW),
  ...lettered(["windows-1256", "iso-8859-6"], ARABIC),
  ...lettered(["windows-874"], THAI),
  ...lettered(["windows-1252"], ICELANDIC),
  ...lettered(["windows-1250", "iso-8859-2"], CENTRAL),
  ...lettered(["windows-1254"], TURKISH),
  ...lettered(["windows-1257"], BALTIC),
];

function lettered(names: readonly string[], of: Script) {
  return names.map((name) => ({ name, judge: (text: string) => scoreOfLetters(text, of) }));
}

/** Of all characters that are no ASCII; those that are none at all weigh more. */
function average(text: string, judge: (char: string, before: string, after: string) => number): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char <= "\x7f") continue;
    count += 1;
    sum += char === "\ufffd" || isControl(char) ? -5 : judge(char, text.charAt(at - 1), text.charAt(at + 1));
  }
  return count === 0 ? 0 : sum / count;
}

function isControl(char: string): boolean {
  return (char >= "\x80" && char < "\xa0") || (char >= "\ue000" && char <= "\uf8ff");
}

function isLetter(char: string): boolean {
  return /[\p{L}\p{M}]/u.test(char);
}

function isAsciiLetter(char: string): boolean {
  return /[a-z]/i.test(char);
}

function isSmall(char: string): boolean {
  return /\p{Ll}/u.test(char);
}
