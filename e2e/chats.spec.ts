import type { Page } from "@playwright/test";
import { answered, ask, chatList, composer } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const QUESTION = "What is the capital of Iceland?";

test("a deleted chat comes back by undo, by the bin, and goes for good only when asked twice", async ({ page }) => {
  await ask(page, QUESTION);
  await answered(page);
  const row = chatList(page).getByRole("link", { name: QUESTION });

  await row.focus();
  await row.press("Delete");
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: t("ui.undo") }).click();
  await expect(row).toBeVisible();

  await row.focus();
  await row.press("Delete");
  await expect(row).toHaveCount(0);
  await closeToast(page);
  await chatList(page)
    .getByRole("button", { name: t("chat.bin"), exact: true })
    .click();
  await chatList(page)
    .getByRole("button", { name: t("chat.bin.restore.of", { title: QUESTION }) })
    .click();
  await chatList(page)
    .getByRole("button", { name: t("chat.bin.back") })
    .click();
  await expect(row).toBeVisible();

  await closeToast(page);
  await row.focus();
  await row.press("Delete");
  await closeToast(page);
  await chatList(page)
    .getByRole("button", { name: t("chat.bin"), exact: true })
    .click();
  const erase = chatList(page).getByRole("button", { name: t("chat.bin.erase.of", { title: QUESTION }) });
  await erase.click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("chat.bin.keep") })
    .click();
  await expect(erase).toBeVisible();
  await erase.click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("chat.bin.erase"), exact: true })
    .click();
  await expect(erase).toHaveCount(0);
});

test("a title of one's own stays when the chat goes on", async ({ page }) => {
  await ask(page, "What is the capital of Portugal?");
  await answered(page);
  await chatList(page).getByRole("link", { name: "What is the capital of Portugal?" }).press("F2");
  await page.keyboard.type("Geography");
  await page.keyboard.press("Enter");
  await expect(chatList(page).getByRole("link", { name: "Geography" })).toBeVisible();
  await ask(page, "And of Spain?");
  await answered(page);
  await expect(chatList(page).getByRole("link", { name: "Geography" })).toBeVisible();
});

test("chats are found by their title", async ({ page }) => {
  for (const question of ["Bread of the north", "Ships of the south"]) {
    await page.getByRole("button", { name: t("chat.new"), exact: true }).click();
    await ask(page, question);
    await answered(page);
  }
  await page.getByRole("searchbox", { name: t("chat.search") }).fill("ships");
  await expect(chatList(page).getByRole("link")).toHaveCount(1);
  await expect(chatList(page).getByRole("link")).toContainText("Ships of the south");
  await expect(composer(page)).toBeVisible();
});

/** It lies over the foot of the list for 8 s, or until it is closed. */
async function closeToast(page: Page): Promise<void> {
  await page
    .locator(".toast")
    .getByRole("button", { name: t("ui.close") })
    .click();
}
