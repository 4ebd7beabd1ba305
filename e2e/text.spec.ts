import { begin } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("a text is continued without roles, stopped, and gone on with", async ({ page }) => {
  await begin(page);
  await page.getByRole("button", { name: t("chat.mode.text"), exact: true }).click();
  const field = page.getByRole("textbox", { name: t("chat.composer.text") });
  await field.fill("It was a dark and stormy night, and the lighthouse keeper");
  await field.press("Enter");
  const text = page.getByRole("log", { name: t("chat.text") });
  const its = text.locator(".its").last();
  await expect.poll(async () => (await its.innerText()).length, { timeout: 60_000 }).toBeGreaterThan(60);
  await page.keyboard.press("Escape");
  await expect(text).toContainText(/Stopped by you after \d+ words/);
  const stopped = await its.innerText();
  expect(stopped).not.toMatch(/User:|Assistant:/);

  await page
    .getByRole("button", { name: t("chat.continue") })
    .first()
    .click();
  await expect
    .poll(async () => (await its.innerText()).length, { timeout: 60_000 })
    .toBeGreaterThan(stopped.length + 20);
  await page.keyboard.press("Escape");
  await expect(text).toContainText(/Stopped by you/);
});
