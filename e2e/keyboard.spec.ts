import { tabTo } from "./fixtures/keys.ts";
import { answered, ask, chatList, composer, conversation, lastAnswer, SHORT_QUESTION } from "./fixtures/person.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

freshTest(
  "the keyboard alone: from the welcome to an answer, a version of it, its details and the bin",
  async ({ page }) => {
    await expect(page.getByRole("button", { name: t("welcome.sample.try"), exact: true })).toBeVisible();
    await tabTo(page, t("welcome.sample.try"));
    await page.keyboard.press("Enter");
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type(SHORT_QUESTION);
    await page.keyboard.press("Enter");
    await answered(page);

    await page.keyboard.press("Control+Shift+Enter");
    await expect(
      lastAnswer(page).getByRole("group", { name: t("chat.versions.label", { at: 2, of: 2 }) }),
    ).toBeVisible();
    await answered(page);
    await tabTo(page, t("chat.details"), "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(lastAnswer(page)).toContainText(t("chat.detail.seed"));

    await page.keyboard.press("Alt+N");
    await expect(composer(page)).toBeFocused();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(conversation(page)).toContainText(SHORT_QUESTION);
    await tabTo(page, SHORT_QUESTION, "Shift+Tab");
    await page.keyboard.press("Delete");
    await expect(chatList(page).getByRole("link")).toHaveCount(0);
    await expect(page.locator(".toast")).toBeVisible();
    await page.keyboard.press("Control+Z");
    await expect(chatList(page).getByRole("link")).toHaveCount(1);
  },
);

test("the palette goes to rooms, chats and settings, and Esc gives the focus back", async ({ page }) => {
  await ask(page, "Where does the Danube end?");
  await answered(page);
  await composer(page).focus();
  await page.keyboard.press("Control+K");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(composer(page)).toBeFocused();

  await page.keyboard.press("Control+K");
  await page.keyboard.type("privacy");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: t("settings.privacy") })).toBeVisible();

  await page.keyboard.press("Control+K");
  await page.keyboard.type("danube");
  await expect(page.getByRole("option", { name: /^Where does the Danube/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(conversation(page)).toContainText("Where does the Danube end?");
});

test("F6 walks the regions and / finds the composer", async ({ page }) => {
  await expect(composer(page)).toBeVisible();
  const seen = new Set<string | null>();
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press("F6");
    seen.add(
      await page.evaluate(() => document.activeElement?.closest("[data-region]")?.getAttribute("data-region") ?? null),
    );
  }
  expect([...seen].toSorted()).toEqual(["inspector", "list", "main", "rail", "status"]);
  await page.keyboard.press("/");
  await expect(composer(page)).toBeFocused();
});

test("all keys are listed, and one can be changed", async ({ page }) => {
  await page.keyboard.press("Control+/");
  await expect(page.getByRole("heading", { level: 1, name: t("settings.keys") })).toBeVisible();
  await expect(page.getByText(t("keys.palette")).first()).toBeVisible();
});
