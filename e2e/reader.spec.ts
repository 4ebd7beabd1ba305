import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyPdf } from "#main/parser/testing/tiny-pdf.ts";
import { findings, findingsHere } from "./fixtures/axe.ts";
import { LEASE, makeCollection, writeDocuments } from "./fixtures/documents.ts";
import { go, WIDTHS } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";
import type { Page } from "@playwright/test";

/** Letter size, in points. */
const PAPER = { width: 612, height: 792 };
const SENTENCE = "The supplier is liable for lost profit up to ten thousand pounds in each contract year.";

test("a passage that was found is boxed on its page, around its very words", async ({ page, cloister }) => {
  const path = join(cloister.folders.files, "Supply agreement.pdf");
  const line = (base: number, text: string) => ({ at: [72, base] as const, text });
  writeFileSync(
    path,
    tinyPdf([
      [line(700, "This agreement is made between Tolland Foods and Harrow Supply, who trade in fruit.")],
      [
        line(700, "Deliveries are made on Mondays before noon."),
        { at: [72, 470], size: 20, text: "9 Limitation of liability" },
        line(420, SENTENCE),
      ],
    ]),
  );
  await makeCollection(page, "Supply", [path]);
  await searchFor(page, "supplier liable for lost profit");
  await page.getByRole("button", { name: "Supply agreement.pdf" }).first().click();

  const box = page.locator("[data-box]");
  await expect(box).toHaveCount(1);
  const paper = page.getByRole("group", { name: t("reader.page.label", { page: 2 }) });
  await expect(paper.locator("img")).toBeVisible();
  const [boxed, sheet] = [await box.boundingBox(), await paper.boundingBox()];
  if (boxed === null || sheet === null) throw new Error("the box or its page is not drawn");
  const scale = sheet.width / PAPER.width;
  // The base line of the sentence, 420 points above the foot of the page, runs through the lower part of the box.
  const base = sheet.y + (PAPER.height - 420) * scale;
  expect(boxed.y).toBeLessThan(base - 6 * scale);
  expect(boxed.y + boxed.height).toBeGreaterThan(base);
  expect(boxed.height).toBeLessThan(32 * scale);
  expect(Math.abs(boxed.x - (sheet.x + 72 * scale))).toBeLessThan(8);
  // The next one that was found is a key away, and this one again.
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.getByText(/^2 of \d+$/)).toBeVisible();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  // It is in sight, and stays so at the same address.
  await expect(box).toBeInViewport();
  await page.reload();
  await expect(page.locator("[data-box]")).toBeInViewport();
  // Nor is it lost when the window becomes narrower, or wider again.
  for (const size of [...WIDTHS].reverse()) {
    await page.setViewportSize(size);
    await expect.poll(async () => ((await paper.boundingBox())?.width ?? 0) < size.width).toBe(true);
    await expect(box).toBeInViewport();
  }
  expect(await findings(page, "the reader")).toEqual([]);
  // Highlighted, the colour lies on the words of the box, which are there without a search too.
  await page.getByRole("button", { name: t("reader.mark"), exact: true }).click();
  await expect(paper.locator(".highlight")).toHaveCount(1);
  const colour = await paper.locator(".highlight").boundingBox();
  const around = await box.boundingBox();
  if (colour === null || around === null) throw new Error("the highlight is not drawn");
  expect(colour.y).toBeGreaterThanOrEqual(around.y - 1);
  expect(colour.y + colour.height).toBeLessThanOrEqual(around.y + around.height + 3);
  expect(Math.abs(colour.x - around.x)).toBeLessThan(8);
});

test("a passage that goes on in another column has a box in each, and none over both", async ({ page, cloister }) => {
  const path = join(cloister.folders.files, "Two columns.pdf");
  const [left, right, top, size] = [60, 330, 720, 10];
  const columns = [left, right].map((x, column) =>
    Array.from({ length: 20 }, (_, at) => ({
      at: [x, top - at * 14] as const,
      size,
      text: columnText(column * 20 + at),
    })),
  );
  writeFileSync(path, tinyPdf([columns.flat()]));
  await makeCollection(page, "Columns", [path]);
  await page.getByRole("button", { name: t("reader.open.label", { name: "Two columns.pdf" }) }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Two columns.pdf" })).toBeVisible();
  // From within the last line but one of the first column into the second line of the other one.
  const letters = columnText(0).length + 1;
  const address = new URL(page.url()).hash.slice(1);
  await go(page, address.replace(/1$/, `1.${String(18 * letters + 5)}-${String(21 * letters + 20)}`));
  const paper = page.getByRole("group", { name: t("reader.page.label", { page: 1 }) });
  const boxes = page.locator("[data-box]");
  await expect(boxes).toHaveCount(2);
  const sheet = await paper.boundingBox();
  const [first, second] = [await boxes.nth(0).boundingBox(), await boxes.nth(1).boundingBox()];
  if (sheet === null || first === null || second === null) throw new Error("the boxes are not drawn");
  const scale = sheet.width / PAPER.width;
  expect(Math.abs(first.x - sheet.x - left * scale)).toBeLessThan(8);
  expect(first.x + first.width).toBeLessThan(sheet.x + right * scale);
  // The last line of the first column, and the first of the second.
  expect(Math.abs(first.y + first.height - sheet.y - (PAPER.height - (top - 19 * 14)) * scale)).toBeLessThan(6 * scale);
  expect(Math.abs(second.x - sheet.x - right * scale)).toBeLessThan(8);
  expect(Math.abs(second.y - sheet.y - (PAPER.height - top - size) * scale)).toBeLessThan(6 * scale);
});

/** A line of one long text, unlike the others. */
function columnText(line: number): string {
  return `and lot ${String(line + 100)} of apples goes by cart to the mill`;
}

test("words are found in a document, and one goes through the places", async ({ page, cloister }) => {
  const [path = ""] = writeDocuments(cloister.folders, { "Lease to read.md": LEASE });
  await makeCollection(page, "To read", [path]);
  await page.getByRole("button", { name: t("reader.open.label", { name: "Lease to read.md" }) }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lease to read.md" })).toBeVisible();
  const field = page.getByRole("searchbox", { name: t("reader.find") });
  await page.keyboard.press("Control+f");
  await expect(field).toBeFocused();
  await field.fill("TENANT");
  await expect(page.getByRole("status").filter({ hasText: "1 of 2" })).toBeVisible();
  await expect(page.locator("mark.here")).toHaveText("Tenant");
  await field.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "2 of 2" })).toBeVisible();
  expect(await findings(page, "the reader of a text")).toEqual([]);
  await field.press("Escape");
  await expect(page.locator("mark.match")).toHaveCount(0);
  await field.fill("giraffe");
  await expect(page.getByRole("status").filter({ hasText: t("reader.find.none") })).toBeVisible();
});

test("a passage is copied with where it stands", async ({ page, cloister }) => {
  test.skip(cloister.face === "electron", "the clipboard of a window is the system's");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const [path = ""] = writeDocuments(cloister.folders, {
    "Cited lease.md": "# Lease of Mill Lane\n\nThe Tenant may keep two parrots.",
  });
  await makeCollection(page, "Cited", [path]);
  await searchFor(page, "keep two parrots");
  await page.getByRole("button", { name: "Cited lease.md" }).first().click();
  await expect(page.locator("mark.passage").first()).toContainText("The Tenant may keep two parrots");
  await page.getByRole("button", { name: t("reader.copy") }).click();
  await page.getByRole("menuitem", { name: t("reader.style.bluebook") }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe("“The Tenant may keep two parrots.” Lease of Mill Lane.");
});

test("words are highlighted and noted, and are there again after a reload; what is removed comes back with Undo", async ({
  page,
  cloister,
}) => {
  const [path = ""] = writeDocuments(cloister.folders, {
    "Marked lease.md":
      "# Lease\n\n## 12 Animals\n\nThe Tenant may keep *one* peacock in the yard. No other bird may stay.",
  });
  await makeCollection(page, "Marked", [path]);
  await page.getByRole("button", { name: t("reader.open.label", { name: "Marked lease.md" }) }).click();
  await page.getByText("peacock").dblclick({ position: await placeOf(page, "peacock") });
  const bar = page.getByRole("group", { name: t("reader.selection") });
  await expect(bar).toContainText("peacock");
  await bar.getByRole("button", { name: t("reader.note.add") }).click();
  await expect(bar).toHaveCount(0);
  await expect(page.locator("mark.highlight")).toHaveText("peacock");
  const note = page.getByRole("textbox", { name: t("reader.note"), exact: true });
  await expect(note).toBeFocused();
  expect(await findingsHere(page, "a note that is written")).toEqual([]);
  await note.fill("Ask about its noise");
  await note.press("Enter");
  const notes = page.getByRole("region", { name: t("reader.notes") });
  await expect(notes.getByRole("listitem")).toContainText("Ask about its noise");
  await expect(notes.getByRole("button", { name: "peacock" })).toBeFocused();

  await page.reload();
  await expect(page.locator("mark.highlight")).toHaveText("peacock");
  await expect(notes.getByRole("listitem")).toContainText("Ask about its noise");
  await notes.getByRole("button", { name: "peacock" }).click();
  await expect(page.locator("mark.passage")).toHaveText("peacock");
  await notes.getByRole("button", { name: t("reader.mark.remove") }).click();
  await expect(page.locator("mark.highlight")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("mark.highlight")).toHaveText("peacock");
  expect(await findings(page, "the reader with a note")).toEqual([]);
});

test("what is marked in one window is seen in another, and is found again when the document changes", async ({
  page,
  cloister,
}) => {
  test.skip(cloister.face === "electron", "it has one window");
  const [path = ""] = writeDocuments(cloister.folders, {
    "Two windows.md": "The Tenant may keep *one* heron in the yard.",
  });
  await makeCollection(page, "Windows", [path]);
  await page.getByRole("button", { name: t("reader.open.label", { name: "Two windows.md" }) }).click();
  await expect(page.getByText("heron")).toBeVisible();
  const other = await cloister.open();
  await other.goto(page.url());
  await other.getByText("heron").dblclick({ position: await placeOf(other, "heron") });
  await other
    .getByRole("group", { name: t("reader.selection") })
    .getByRole("button", { name: t("reader.mark") })
    .click();
  await expect(page.locator("mark.highlight")).toHaveText("heron");

  writeFileSync(path, "# Lease\n\nNo dogs. The Tenant may keep two herons, or a heron and a hen.");
  await expect(page.getByText("No dogs.")).toBeVisible();
  await expect(page.getByRole("region", { name: t("reader.notes") })).toContainText(t("reader.mark.unplaced"));
  writeFileSync(path, "# Lease\n\nNo cats. The Tenant may keep no heron.");
  await expect(page.getByText("No cats.")).toBeVisible();
  await expect(page.locator("mark.highlight")).toHaveText("heron");
  await expect(page.getByRole("region", { name: t("reader.notes") })).toContainText(t("reader.mark.moved"));
});

/** Where a word stands in the element that holds it, for a press on it. */
function placeOf(page: Page, word: string): Promise<{ x: number; y: number }> {
  return page.getByText(word).evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.nodeValue ?? "").indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const [rect, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
      return { x: rect.x + rect.width / 2 - box.x, y: rect.y + rect.height / 2 - box.y };
    }
    throw new Error(`${wanted} is not on the page`);
  }, word);
}

async function searchFor(page: Page, question: string): Promise<void> {
  await go(page, "/documents/search");
  const field = page.getByRole("searchbox", { name: t("documents.search.field") }).last();
  await field.fill(question);
  await field.press("Enter");
  await expect(page.locator(".hit").first()).toBeVisible();
}
