import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { findings } from "./fixtures/axe.ts";
import { addDocuments, newCollection, writeDocuments } from "./fixtures/documents.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";
import type { SharedCloister } from "./fixtures/cloister.ts";
import { begin } from "./fixtures/person.ts";
import { t } from "./fixtures/words.ts";

/** Files as people's programs make them, and what is found in each. */
const FIXTURES = {
  "lease.docx": "1,250 euros each month",
  "accounts.xlsx": "Repairs",
  "moving.pptx": "The roof leaked",
  "letter.odt": "bring keys",
  "house.epub": "climbed the stair since the flood",
  // Only a picture: its text is recognised.
  "scan.png": "chest pain",
} as const;

const WRITTEN = {
  "visit.html": "<h1>Visit</h1><p>The swelling of the ankle went down.</p>",
  "rates.csv": "city;rate\nBergen;14 guilders\n",
  "note.rtf": "{\\rtf1\\ansi The harbour dues were waived.\\par}",
  "mail.eml": "From: a@example.org\nSubject: Inspection\n\nThe inspector comes on Thursday.\n",
  "memo.txt": "The archive moves to the second floor.",
} as const;
const FOUND: Readonly<Record<string, string>> = {
  ...FIXTURES,
  ...{ "visit.html": "swelling of the ankle", "rates.csv": "14 guilders", "note.rtf": "harbour dues were waived" },
  ...{ "mail.eml": "inspector comes on Thursday", "memo.txt": "archive moves to the second floor" },
};

test("documents of every kind are read, and what stands in them is found", async ({ page, cloister }) => {
  const paths = [
    ...Object.keys(FIXTURES).map((name) => fixture(cloister, name)),
    ...writeDocuments(cloister.folders, WRITTEN),
  ];
  await newCollection(page, "Every kind");
  await addDocuments(page, paths);
  await expect(page.getByText(t("documents.state.read"), { exact: true })).toHaveCount(paths.length - 1, {
    timeout: 60_000,
  });
  // The program that made the workbook saved no results of its formulas.
  const workbook = page.getByRole("row").filter({ hasText: "accounts.xlsx" });
  await expect(workbook).toContainText("results of formulas that were not saved with them: 1");
  expect(await findings(page, "a collection of every kind")).toEqual([]);
  for (const [name, words] of Object.entries(FOUND)) {
    await searchFor(page, `"${words}"`);
    const hit = page.locator(".hit").filter({ hasText: name }).first();
    await expect(hit, words).toBeVisible();
  }
});

test("a file that cannot be read says why, and the others are read", async ({ page, cloister }) => {
  const paths = writeDocuments(cloister.folders, {
    "broken.pdf": "%PDF-1.7 and nothing more",
    "tool.docx": "MZ\0\0 a program",
    "empty.txt": "",
    "fine.txt": "The lamp is lit.",
  });
  await newCollection(page, "Mixed");
  await addDocuments(page, paths);
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row("fine.txt")).toContainText(t("documents.state.read"), { timeout: 30_000 });
  await expect(row("broken.pdf")).toContainText("the PDF is damaged");
  await expect(row("tool.docx")).toContainText("it is a program");
  await expect(row("empty.txt")).toContainText("empty");
});

test("a locked PDF asks for its password, says when it is wrong, and is read with the right one", async ({
  page,
  cloister,
}) => {
  await newCollection(page, "Locked away");
  await addDocuments(page, [fixture(cloister, "locked.pdf")]);
  const row = page.getByRole("row").filter({ hasText: "locked.pdf" });
  await expect(row).toContainText(t("documents.state.locked"), { timeout: 30_000 });
  await enter(page, "wrong");
  await expect(row).toContainText(t("documents.state.wrongPassword"));
  await enter(page, "harbour");
  await expect(row).toContainText(t("documents.state.read"));
  await searchFor(page, "settlement payable by the first of June");
  await expect(page.locator(".hit").filter({ hasText: "locked.pdf" }).first()).toContainText("40,000 euros");
  // Its page is drawn with the password that is kept in memory.
  await page.getByRole("button", { name: "locked.pdf" }).first().click();
  await expect(page.locator(".paper img")).toBeVisible();
});

freshTest(
  "collections and what was read of them are there after a kill; reading goes on where it was",
  async ({ page: first, cloister }) => {
    await begin(first);
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`part-${String(at)}.txt`, `Part ${String(at)}: ${"word ".repeat(2_000)}`]),
    );
    await newCollection(first, "Many parts");
    await addDocuments(first, writeDocuments(cloister.folders, files));
    await expect(first.getByText(t("documents.state.read"), { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    const page = await cloister.crash();
    await go(page, "/documents");
    await expect(page.getByText(t("documents.state.read"), { exact: true })).toHaveCount(30, { timeout: 90_000 });
  },
);

async function enter(page: Page, password: string): Promise<void> {
  await page.getByRole("button", { name: t("documents.password.enter.label", { name: "locked.pdf" }) }).click();
  await page.getByLabel(t("documents.password"), { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

async function searchFor(page: Page, question: string): Promise<void> {
  await go(page, "/documents/search");
  const field = page.getByRole("searchbox", { name: t("documents.search.field") }).last();
  await field.fill(question);
  await field.press("Enter");
  await expect(page.locator(".hit").first()).toBeVisible();
}

/** A copy of the parser's own file, where a person would have it. */
function fixture({ folders }: SharedCloister, name: string): string {
  const path = join(folders.files, name);
  copyFileSync(fileURLToPath(new URL(`../main/parser/testing/fixtures/${name}`, import.meta.url)), path);
  return path;
}
