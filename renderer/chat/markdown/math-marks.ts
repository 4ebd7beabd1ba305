/**
 * Brings the ways in which models mark math to the one that is parsed, and keeps sums of money from becoming math: `\(x\)` becomes
 * `$x$`, `\[x\]` and `$$x$$` on lines of its own become a formula on its own, and a dollar sign that neither opens nor closes a
 * formula by Pandoc's rule (no space inside the signs, no digit after the closing one) is escaped. Code is left alone.
 */
export function normaliseMath(text: string): string {
  if (!/\$|\\[([]/.test(text)) return text;
  return text
    .split(code)
    .map((part, index) => (index % 2 === 1 ? part : convert(part)))
    .join("");
}

/** Fences (also one that is not closed yet) and spans of code; captured, so that every second part of a split is code. */
const code = /(^[ \t]*(?:`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*(?:`{3,}|~{3,})[ \t]*$|$(?![\s\S]))|`[^`\n]+`)/m;
const display = /(?<!\\)\\\[([\s\S]+?)\\\]/g;
/** Double dollars at the beginning and the end of a formula's own lines: in one line they would be set small, inside the text. */
const dollarLine = /^[ \t]*\$\$[ \t]*([^$\n]+(?:\n[^$\n]+)*?)[ \t]*\$\$[ \t]*$/gm;
const inline = /(?<!\\)\\\((.+?)\\\)/g;
/** An escaped character, `$$…$$` (or up to the end), `$…$` by Pandoc's rule, or a dollar sign alone. */
const dollars = /\\.|\$\$[\s\S]+?(?:\$\$|$(?![\s\S]))|\$(?=[^\s$])(?:\\.|[^$\\\n])*?(?<=[^\s$])\$(?![\d$])|\$/g;

function convert(text: string): string {
  return text
    .replace(display, (_, formula: string) => displayed(formula.trim()))
    .replace(dollarLine, (_, formula: string) => displayed(formula.trim()))
    .replace(inline, (_, formula: string) => "$" + formula.trim() + "$")
    .replace(dollars, (found) => (found === "$" ? "\\$" : found));
}

function displayed(formula: string): string {
  return "\n$$\n" + formula + "\n$$\n";
}
