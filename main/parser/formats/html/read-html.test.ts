import { expect, test } from "vitest";
import { blocksIn, readAll, sourceOf } from "../../testing/source.ts";
import { htmlText } from "./pieces.ts";
import { readHtml } from "./read-html.ts";

test("a page gives headings, paragraphs, items and tables; nothing of it is run, fetched or hidden from its reader", async () => {
  const html = `<!doctype html><html><head><title>A  lease</title><meta name="author" content="Anna Weber">
    <style>p { color: red }</style><script>document.write("x")</script></head>
    <body><h1>Rent</h1><p>The <b>rent</b> is<br>due &amp; payable <a href="https://x.example">here</a>.</p>
    <ul><li>Keys</li><li>Locks<ul><li>inner</li></ul></li></ul>
    <table><tr><th>Item</th><th>Price</th></tr><tr><td>Key</td><td>10</td></tr></table>
    <p style="display:none">unseen</p><img src="https://x.example/a.png" alt="A house"><iframe src="x">frame</iframe>
    <pre>one
  two</pre></body></html>`;
  const { events, pages } = await readAll(readHtml, sourceOf(html, { kind: "html" }));
  expect(events[0]).toMatchObject({ facts: { kind: "html", title: "A lease", author: "Anna Weber" } });
  expect(pages.flatMap(blocksIn)).toEqual([
    ["h1", "Rent"],
    ["paragraph", "The rent is due & payable here."],
    ["item", "Keys"],
    ["item", "Locks"],
    ["item", "inner"],
    ["row", "Item\tPrice"],
    ["row", "Key\t10"],
    ["paragraph", "A house"],
    ["paragraph", "one\n  two"],
  ]);
});

test("letters are what the page says they are", async () => {
  const html = Buffer.from('<meta charset="windows-1251"><p>\xc8\xd0</p>', "latin1");
  expect((await readAll(readHtml, sourceOf(html))).pages[0]?.text).toBe("ИР");
});

test("pages written as XML say their letters there", async () => {
  const html = Buffer.from('<?xml version="1.0" encoding="iso-8859-2"?><html><p>\xb3</p></html>', "latin1");
  expect((await readAll(readHtml, sourceOf(html))).pages.flatMap(blocksIn)).toEqual([["paragraph", "ł"]]);
});

test("tables in tables without end, and heads without end, are read and lose no text", async () => {
  const { pages } = await readAll(readHtml, sourceOf("<table><tr><td>x".repeat(5_000)));
  expect(
    pages
      .map(({ text }) => text)
      .join("")
      .replace(/\s/g, ""),
  ).toBe("x".repeat(5_000));
  expect((await readAll(readHtml, sourceOf(`${"<head ".repeat(50_000)}>`))).pages[0]?.problem).toBe("no-text");
});

test("tags that nobody closes lose no text", () => {
  expect(htmlText("<p>one<p>two<li>three<table><tr><td>a<td>b").pieces.map(({ text }) => text)).toEqual([
    "one",
    "two",
    "three",
    "a\tb",
  ]);
  expect(htmlText("<div hidden><p>no</div><p>yes").pieces.map(({ text }) => text)).toEqual(["yes"]);
});

test("a page that is only a program has no text", async () => {
  const { pages } = await readAll(readHtml, sourceOf("<script>let a = '<p>';</script>"));
  expect(pages[0]?.problem).toBe("no-text");
});
