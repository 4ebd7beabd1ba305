/** Encodings of a font's character set (RTF 1.9.1, "Font Table"), as the web names them. */
const BY_CHARSET: Readonly<Record<number, string>> = {
  ...{ 0: "windows-1252", 77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gbk", 136: "big5" },
  ...{ 161: "windows-1253", 162: "windows-1254", 163: "windows-1258", 177: "windows-1255", 178: "windows-1256" },
  ...{ 186: "windows-1257", 204: "windows-1251", 222: "windows-874", 238: "windows-1250" },
};

/** Of Windows' code pages, where they are called otherwise. */
const BY_PAGE: Readonly<Record<number, string>> = {
  ...{ 437: "windows-1252", 850: "windows-1252", 866: "ibm866", 874: "windows-874", 932: "shift_jis" },
  ...{ 936: "gbk", 949: "euc-kr", 950: "big5", 10_000: "macintosh", 65_001: "utf-8" },
};

export function encodingOfCharset(charset: number): string | null {
  return BY_CHARSET[charset] ?? null;
}

export function encodingOfPage(page: number): string {
  return BY_PAGE[page] ?? `windows-${String(page)}`;
}
