import {
  askForLong,
  answered,
  ask,
  begin,
  chatList,
  conversation,
  lastAnswer,
  SHORT_QUESTION,
  stop,
  textOf,
  whileWriting,
} from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("two windows on one chat agree, letter by letter and at the end", async ({ cloister, page }) => {
  await begin(page);
  await askForLong(page);
  const second = await cloister.open();
  await second.goto(page.url());
  await whileWriting(second);
  const stopped = await stop(second);
  expect(await answered(page)).toBe(stopped);

  await chatList(second)
    .getByRole("link", { name: /^Write all numbers/ })
    .press("F2");
  await second.keyboard.type("Numbers");
  await second.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Numbers" })).toBeVisible();
});

test("closing the tab cancels nothing", async ({ cloister, page }) => {
  await begin(page);
  const before = await askForLong(page);
  const address = page.url();
  await page.close();

  const again = await cloister.open();
  await again.goto(address);
  const later = await whileWriting(again, before.length + 50);
  expect(later.startsWith(before)).toBe(true);
  await stop(again);
});

test("an address opens for one browser once", async ({ cloister, page, browser }) => {
  await begin(page);
  const stranger = await browser.newContext();
  const door = await stranger.newPage();
  const answer = await door.goto(new URL(page.url()).origin);
  expect(answer?.status()).toBe(401);
  await expect(door.getByRole("heading")).toHaveText("Cloister is running");
  await stranger.close();
  expect(cloister.guard.problems()).toEqual([]);
});

test("a page that loses the app says so and goes on when it is back", async ({ cloister, page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  const answer = await answered(page);
  const again = await cloister.restart();
  // The first page's session ended with the app; the new address let this browser in again.
  await expect(page.getByText(t("app.connectionRestored"))).toBeVisible({ timeout: 30_000 });
  await expect(conversation(page)).toContainText(SHORT_QUESTION);
  expect(await textOf(lastAnswer(page))).toBe(answer);
  await again.close();
});
