import { beginText, textPage, writtenText } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("a text is continued without roles, stopped, and gone on with", async ({ page }) => {
  await beginText(page);
  await writtenText(page, 60);
  await page.keyboard.press("Escape");
  await expect(textPage(page)).toContainText(/Stopped by you after \d+ words/);
  const stopped = await writtenText(page, 60);
  expect(stopped).not.toMatch(/User:|Assistant:/);

  await page
    .getByRole("button", { name: t("chat.continue") })
    .first()
    .click();
  const longer = await writtenText(page, stopped.length + 20);
  expect(longer.startsWith(stopped)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(textPage(page)).toContainText(/Stopped by you/);
});
