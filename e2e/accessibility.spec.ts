import { answered, ask, SHORT_QUESTION } from "./fixtures/person.ts";
import { findings } from "./fixtures/axe.ts";
import { go, PAGES } from "./fixtures/rooms.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

freshTest("the welcome has nothing for axe to find", async ({ page }) => {
  await expect(page.getByRole("button", { name: t("welcome.sample.try"), exact: true })).toBeVisible();
  expect(await findings(page, "welcome")).toEqual([]);
});

test("no page has anything for axe to find, in either theme, at three widths", async ({ page }) => {
  test.setTimeout(300_000);
  expect(await findings(page, "new chat")).toEqual([]);
  await ask(page, SHORT_QUESTION);
  await answered(page);
  expect(await findings(page, "chat")).toEqual([]);
  for (const path of PAGES) {
    await go(page, path);
    expect(await findings(page, path)).toEqual([]);
  }
});

test("the palette has nothing for axe to find", async ({ page }) => {
  await page.keyboard.press("Control+K");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  expect(await findings(page, "palette")).toEqual([]);
});
