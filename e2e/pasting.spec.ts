import type { Page } from "@playwright/test";
import { findings } from "./fixtures/axe.ts";
import { composer, conversation } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const FIRST_LINE = "Line 0 of a book that somebody pastes, so many words.";
const BOOK = Array.from({ length: 18_000 }, (_, line) => FIRST_LINE.replace("0", String(line))).join("\n");
const QUESTION = "Who pastes it?";

test("a book is pasted, kept over a reload, read, taken out and back, sent and edited", async ({ page }) => {
  await composer(page).fill(QUESTION);
  await paste(page, BOOK);
  const blocks = page.getByRole("list", { name: t("chat.pasted.list") }).getByRole("listitem");
  await expect(blocks).toHaveText([new RegExp(FIRST_LINE)]);
  await expect(blocks).toContainText(t("chat.pasted.words", { words: 18_000 * 11 }));
  await expect(composer(page)).toHaveValue(QUESTION);
  await composer(page).press("End");
  await composer(page).pressSequentially(" And why?");
  await expect(composer(page)).toHaveValue(`${QUESTION} And why?`);
  expect(await findings(page, "a pasted text")).toEqual([]);

  // What is typed is kept a moment after the last key, and nothing on the page says when.
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(blocks).toHaveCount(1);
  await expect(composer(page)).toHaveValue(`${QUESTION} And why?`);

  await page.getByRole("button", { name: t("chat.pasted.show.of", { line: FIRST_LINE }) }).press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: t("chat.pasted") })).toContainText(FIRST_LINE);
  expect(await findings(page, "the pasted text's dialog")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: t("chat.pasted.remove.of", { line: FIRST_LINE }) }).press("Enter");
  await expect(blocks).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await page.getByRole("button", { name: t("ui.undo") }).click();
  await expect(blocks).toHaveCount(1);

  await composer(page).press("Enter");
  await expect(blocks).toHaveCount(0);
  await expect(composer(page)).toHaveValue("");
  const message = conversation(page).locator(".you [dir]").first();
  await expect(message).toContainText("And why?");
  const sent = await message.evaluate((text) => [...text.children].map((piece) => piece.textContent).join("\n"));
  expect(sent).toBe(`${BOOK}\n\n${QUESTION} And why?`);

  await page
    .getByRole("button", { name: t("chat.edit"), exact: true })
    .first()
    .click();
  await expect(page.getByRole("textbox", { name: t("chat.edit.label") })).toHaveValue(`${QUESTION} And why?`);
  await expect(blocks).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(blocks).toHaveCount(0);
});

/** As the browser does it, without the clipboard of the computer. */
async function paste(page: Page, text: string): Promise<void> {
  await composer(page).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
