import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";
import { guessEncoding } from "./guess-encoding.ts";

test.each([
  [
    "windows-1250",
    "Najemca płaci czynsz z góry; każda część jest należna.",
    "4e616a656d63612070b361636920637a796e737a207a2067f372793b206b61bf646120637aea9ce6206a657374206e616c65bf6e612e",
  ],
  ["windows-1251", "Арендатор платит вперёд.", "c0f0e5ede4e0f2eef020efebe0f2e8f220e2efe5f0b8e42e"],
  [
    "koi8-r",
    "Арендатор платит каждую часть в первый день месяца.",
    "e1d2c5cec4c1d4cfd220d0ccc1d4c9d420cbc1d6c4d5c020dec1d3d4d820d720d0c5d2d7d9ca20c4c5ced820cdc5d3d1c3c12e",
  ],
  [
    "windows-1253",
    "Ο ενοικιαστής πληρώνει προκαταβολικά.",
    "cf20e5edefe9eae9e1f3f4def220f0ebe7f1feede5e920f0f1efeae1f4e1e2efebe9eadc2e",
  ],
  [
    "windows-1254",
    "Kiracı kirayı peşin öder; değişiklik geçersizdir.",
    "4b69726163fd206b69726179fd207065fe696e20f66465723b206465f069fe696b6c696b206765e7657273697a6469722e",
  ],
  ["windows-1255", "השוכר משלם מראש.", "e4f9e5ebf820eef9eced20eef8e0f92e"],
  ["windows-1256", "يدفع المستأجر الإيجار مقدما.", "edcfddda20c7e1e3d3cac3ccd120c7e1c5edccc7d120e3decfe3c72e"],
  ["shift_jis", "借主は家賃を前払いで支払う。", "8ed88ee582cd89c692c082f0914f95a582a282c58e7895a582a48142"],
  ["euc-jp", "借主は家賃を前払いで支払う。", "bcdabce7a4cfb2c8c4c2a4f2c1b0caa7a4a4a4c7bbd9caa7a4a6a1a3"],
  [
    "euc-kr",
    "임차인은 매월 첫날에 임대료를 지급한다.",
    "c0d3c2f7c0cec0ba20b8c5bff920c3b9b3afbfa120c0d3b4ebb7e1b8a620c1f6b1dec7d1b4d92e",
  ],
  [
    "gb18030",
    "承租人应当在每个月的第一天支付租金，这是双方同意的。",
    "b3d0d7e2c8cbd3a6b5b1d4dac3bfb8f6d4c2b5c4b5dad2bbccecd6a7b8b6d7e2bdf0a3acd5e2cac7cbabb7bdcdacd2e2b5c4a1a3",
  ],
  [
    "big5",
    "承租人應當在每個月的第一天支付租金，這是雙方同意的。",
    "a9d3afb2a448c0b3b7eda662a843add3a4ebaabab2c4a440a4d1a4e4a549afb2aaf7a141b36fac4fc2f9a4e8a650b74eaabaa143",
  ],
])("%s is known by its letters: %s", (encoding, text, hex) => {
  const bytes = Buffer.from(hex, "hex");
  expect(guessEncoding(bytes)).toBe(encoding);
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  "id,name\n1,Müller\n",
  "¿Cuándo paga el inquilino? ¡Mañana!",
  "As prestações não são pagas até o último dia; informações.",
  "Il pagamento è dovuto perché la città non può.",
  "Le locataire paie à la fin, où l'élève a été reçu.",
  "Nøglerne på køkkenbordet. Ærø. Två nycklar på översta våningen.",
  "Það er ekki nóg að þegja; húsið við Ægisgötu.",
  "The dose was 5 ± 2 µg at 25 °C, ½ × 3 m² for £5",
  "5 ± 2",
  "£5,1\n",
  "ÖSTERREICH, MÜLLER GMBH",
])("what Windows wrote in the west stays that: %s", (text) => {
  expect(decodeText(Buffer.from(text, "latin1"))).toBe(text);
});

test("what begins late in a file, or is cut in the middle of a letter, is known as well", () => {
  const japanese = Buffer.from("8ed88ee582cd89c692c082f0914f95a582a282c58e7895a582a4", "hex");
  expect(guessEncoding(Buffer.concat([Buffer.alloc(200_000, "id,name\n"), japanese]))).toBe("shift_jis");
  expect(guessEncoding(japanese.subarray(0, -1))).toBe("shift_jis");
});
