/** Groups whose text is none of the document's: tables of fonts and styles, pictures, commands of fields, heads and feet. */
export const SKIPPED = new Set(
  (
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl info pict object objdata fldinst datafield themedata " +
    "colorschememapping latentstyles header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep " +
    "aftnsepc nonshppict shprslt nonesttables sp sn sv bkmkstart bkmkend xe tc rxe txe revtbl generator xmlnstbl mmathPr pgdsctbl docvar filetbl"
  ).split(" "),
);

/** Letters that have a word of their own. */
export const SIGNS: Readonly<Record<string, string>> = {
  ...{ "~": "\u00a0", _: "\u2011", "{": "{", "}": "}", "\\": "\\", emdash: "—", endash: "–", bullet: "•" },
  ...{
    lquote: "‘",
    rquote: "’",
    ldblquote: "“",
    rdblquote: "”",
    tab: " ",
    line: " ",
    softline: " ",
    enspace: " ",
    emspace: " ",
  },
};

/** Groups that programs are to leave out where they do not know them, and whose text is the document's. */
export const KNOWN = new Set(["shppict", "shpinst", "annotation"]);
