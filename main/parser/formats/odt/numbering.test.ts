import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { tinyZip } from "../../testing/tiny-zip.ts";
import { readOdt } from "./read-odt.ts";

async function readBlocks(body: string, automatic = "", styles = ""): Promise<[kind: string, text: string][]> {
  const content = `<office:document-content><office:automatic-styles>${automatic}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`;
  const files = [
    { name: "content.xml", content },
    {
      name: "styles.xml",
      content: `<office:document-styles><office:styles>${styles}</office:styles></office:document-styles>`,
    },
  ];
  const { pages } = await readAll(readOdt, sourceOf(tinyZip(files), { kind: "odt" }));
  return pages.flatMap(blocksIn);
}

const read = async (body: string, automatic = "", styles = "") =>
  (await readBlocks(body, automatic, styles)).map(([, text]) => text);

const list = (items: string, more = "") => `<text:list text:style-name="L1" ${more}>${items}</text:list>`;
const item = (content: string, more = "") => `<text:list-item ${more}>${content}</text:list-item>`;
const p = (text: string) => `<text:p>${text}</text:p>`;
const inner = (items: string) => `<text:list>${items}</text:list>`;
const L1 = `<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
  <text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")" text:start-value="2"/>
  <text:list-level-style-bullet text:level="4"/></text:list-style>`;

test("clauses have their numbers, however deep; only an item's first paragraph has one", async () => {
  const deepest = inner(item(p("bullet")));
  const body = list(
    item(p("Rent") + p("goes on") + inner(item(p("Amount") + inner(item(p("net") + deepest) + item(p("gross")))))) +
      item(p("Keys") + inner(item(p("Two")))) +
      `<text:list-header>${p("no number")}</text:list-header>` +
      item(p("Nine"), 'text:start-value="9"'),
  );
  expect(await read(body, L1)).toEqual([
    ...["1. Rent", "goes on", "1.1 Amount", "(b) net", "bullet", "(c) gross"],
    ...["2. Keys", "2.1 Two", "no number", "9. Nine"],
  ]);
});

test("a list begins anew, or goes on where it says so, also when only its inner one does", async () => {
  const body =
    list(item(p("One")), 'xml:id="a"') +
    p("between") +
    list(item(inner(item(p("inner")))), 'text:continue-numbering="true"') +
    list(item(p("anew"))) +
    list(item(p("Two")), 'text:continue-list="a"');
  expect(await read(body, L1)).toEqual(["1. One", "between", "1.1 inner", "1. anew", "2. Two"]);
});

test("headings are numbered by the outline; those that are not keep the count", async () => {
  const outline = `<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" loext:num-list-format="Part %1%:"/><text:outline-level-style text:level="2" style:num-format="a" text:display-levels="2"/></text:outline-style><style:style style:name="Plain" style:family="paragraph" style:list-style-name=""/><style:style style:name="Plainer" style:family="paragraph" style:parent-style-name="Plain"/>`;
  const h = (level: number, text: string, more = "") =>
    `<text:h text:outline-level="${String(level)}" ${more}><text:number>old</text:number>${text}</text:h>`;
  const body =
    h(1, "Rent") +
    h(2, "Amount") +
    h(1, "Preface", 'text:style-name="Plainer"') +
    h(1, "None", 'text:is-list-header="true"') +
    h(1, "Keys");
  expect(await read(body, "", outline)).toEqual(["Part I: Rent", "I.a Amount", "Preface", "None", "Part II: Keys"]);
});

test("a clause in a heading's style is a paragraph where it is long: its words are to be found", async () => {
  const clause = "The tenant pays the rent on the first of each month. ".repeat(4).trim();
  const outline =
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/></text:outline-style>';
  expect(
    await readBlocks(`<text:h text:outline-level="1">Rent</text:h><text:h>${clause}</text:h>`, "", outline),
  ).toEqual([
    ["h1", "1. Rent"],
    ["paragraph", `2. ${clause}`],
  ]);
});

test("a paragraph's style names the list's; letters go on after z; styles in a circle have an end", async () => {
  const styles =
    '<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="A"/></text:list-style>' +
    '<style:style style:name="P1" style:family="paragraph" style:list-style-name="L2"/>' +
    '<style:style style:name="X" style:family="paragraph" style:parent-style-name="Y"/><style:style style:name="Y" style:family="paragraph" style:parent-style-name="X"/>';
  const body = `<text:list>${item('<text:p text:style-name="P1">last</text:p>', 'text:start-value="26"')}${item('<text:p text:style-name="P1">next</text:p>')}</text:list><text:list>${item('<text:p text:style-name="X">none</text:p>')}</text:list>`;
  expect(await read(body, styles)).toEqual(["Z last", "AA next", "none"]);
});
