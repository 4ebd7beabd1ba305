import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import { loadExtras } from "./extras.ts";
import { Markdown } from "./Markdown.tsx";

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

describe("Markdown of an answer", () => {
  beforeAll(() => loadExtras({ highlight: true, math: true }));

  it("shows raw HTML as the text it is", () => {
    const out = html(
      'Hello <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<iframe src="https://x.example"></iframe>',
    );
    expect(out).not.toMatch(/<(script|img|iframe)/);
    expect(out).toContain("&lt;script&gt;");
  });

  it("loads no picture, and says which one it did not load", () => {
    const out = html("![a chart](https://spy.example/x.png) ![](data:image/png;base64,AAAA)");
    expect(out).not.toMatch(/<img|src=|srcset|url\(/);
    expect(out).toContain("a chart");
    expect(out).toContain("https://spy.example/x.png");
  });

  it("gives no link an address that a browser could follow by itself", () => {
    const out = html(
      "[here](https://x.example) <https://y.example> www.z.example [bad](javascript:alert(1))\n\n[ref]\n\n[ref]: https://r.example",
    );
    expect(out).not.toMatch(/<a[\s>]|href=/);
    expect(out.match(/<button/g)).toHaveLength(5);
  });

  it("has no way for a formula to link or load", () => {
    const out = html("$\\href{javascript:alert(1)}{x}$ and $\\includegraphics{https://spy.example/x.png}$");
    expect(out).not.toMatch(/<a[\s>]|href=|<img|src=/);
  });

  it("colours code by its language and offers to copy it", () => {
    const out = html("```js\nconst a = 1\n```");
    expect(out).toContain("hljs-keyword");
    expect(out).toContain("Copy");
  });

  it("draws tables, tasks and struck text", () => {
    const out = html("| a | b |\n| - | -: |\n| 1 | 2 |\n\n- [x] done\n\n~~gone~~");
    expect(out).toContain("<td>1</td>");
    expect(out).toContain("<del>gone</del>");
    expect(out).toContain('aria-label="Done:"');
    expect(out).not.toContain("<input");
  });

  it("begins its headings below the page's own", () => {
    expect(html("### Only")).toContain("<h2");
    expect(html("# One\n\n## Two")).not.toContain("<h1");
  });

  it("stands what is not finished yet", () => {
    for (const text of ["```ts\nlet a", "| a |", "**bo", "$$\nx^2 +", "[link](http", "- ", "> ", "\\(x"])
      expect(() => html(text)).not.toThrow();
  });

  it("keeps long code in one colour, and colours what has been written to its end", () => {
    const code = (lines: number) => "```js\n" + "const a = 1\n".repeat(lines) + "```";
    expect(html(code(6_000))).not.toContain("hljs-");
    expect(html(code(500))).toContain("hljs-");
    const growing = renderToStaticMarkup(<Markdown text={code(500)} writing />);
    expect(growing).not.toContain("hljs-");
    expect(growing).toContain("const a = 1");
  });

  it("joins notes with their text once it is written", () => {
    const text = "Said here[^1].\n\n[^1]: The note.";
    expect(html(text)).toContain('class="footnotes"');
    expect(renderToStaticMarkup(<Markdown text={text} writing />)).toContain("The note.");
  });

  it("sets a formula on a line of its own apart", () => {
    expect(html("So\n\n$$\\frac{a}{b}$$\n\nholds")).toContain("md-formula display");
    expect(html("So $\\frac{a}{b}$ holds")).not.toContain("display");
  });

  it("gives the same whether it is parsed in pieces or in one", () => {
    const text = "One *two*.\n\n1. a\n2. b\n\n```js\nx\n\ny\n```\n\nEnd";
    const pieces = ["One *two*.\n\n", "1. a\n2. b\n\n", "```js\nx\n\ny\n```\n\n", "End"].map(html).join("");
    expect(html(text)).toBe(pieces);
  });
});
