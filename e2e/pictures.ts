import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "#main/tools/test/command.ts";
import { tinyPdf } from "#main/parser/testing/tiny-pdf.ts";
import { LEASE, makeCollection } from "./fixtures/documents.ts";
import type { Folders } from "./fixtures/folders.ts";
import { answered, ask, begin, lastAnswer } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, freshTest } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const folder = join(root, "resources/pictures");

freshTest("pictures for the README", async ({ page, cloister }) => {
  freshTest.setTimeout(300_000);
  mkdirSync(folder, { recursive: true });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expect(page.getByRole("button", { name: t("welcome.sample.try"), exact: true })).toBeVisible();
  await take(page, "welcome");
  await begin(page);
  await ask(page, "What is the capital of France?");
  await answered(page);
  await chooseExact(page);
  await ask(page, "What is the capital of Spain?");
  await answered(page);
  await ask(page, "What is the capital of Italy?");
  await answered(page);
  await lastAnswer(page).hover();
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.details") })
    .click();
  await take(page, "chat");
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 800, height: 600 });
  await take(page, "chat-dark");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await takeDocuments(page, cloister.folders);
  await go(page, "/models");
  await page.getByRole("row", { name: /Gemma/ }).click();
  await page.mouse.move(0, 0);
  await take(page, "models");
  await go(page, "/models/get");
  await take(page, "get-models");
  await go(page, "/settings/privacy");
  await take(page, "privacy");
});

/** A lease as a PDF: an answer from it beside its source, and the passage on its page. */
async function takeDocuments(page: Page, folders: Folders): Promise<void> {
  const path = join(folders.files, "Lease of 14 Harbour Street.pdf");
  let base = 760;
  const lines = LEASE.split("\n\n").flatMap((block) => {
    const size = block.startsWith("# ") ? 20 : block.startsWith("## ") ? 14 : 11;
    base -= size + 10;
    return (
      block
        .replace(/^#+ /, "")
        .replaceAll("£", "GBP ")
        .match(/.{1,86}(?:\s|$)/g) ?? []
    ).map((text) => {
      base -= size + 5;
      return { at: [72, base] as const, size, text: text.trim() };
    });
  });
  writeFileSync(path, tinyPdf([lines]));
  await makeCollection(page, "14 Harbour Street", [path]);
  await page.getByRole("button", { name: t("sources.ask") }).click();
  await ask(page, "By how many months' notice may either party end the lease?");
  await answered(page);
  const chip = lastAnswer(page).locator("button.cite, .ground li > button").first();
  await chip.click();
  await page.mouse.move(0, 0);
  await take(page, "answer");
  await page
    .getByRole("button", { name: t("grounding.open") })
    .first()
    .click();
  await expect(page.locator("[data-box]").first()).toBeInViewport();
  await expect(page.locator(".paper img").first()).toBeVisible();
  await take(page, "reader");
}

/** The likeliest word each time: what a small model knows best. */
async function chooseExact(page: Page): Promise<void> {
  await page
    .getByRole("combobox", { name: t("preset.heading"), exact: true })
    .selectOption({ label: t("preset.exact") });
}

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(anonymise, [root, tmpdir()] as const);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

/** Folders of the computer on which a picture was taken say nothing to its reader: they become those of a usual one. */
function anonymise([project, temporary]: readonly [string, string]): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.nodeValue = (node.nodeValue ?? "")
      .replaceAll(new RegExp(`${temporary}/cloister-e2e-\\w+/data`, "g"), "~/.local/share/cloister")
      .replaceAll(project, "~/cloister/");
  }
}
