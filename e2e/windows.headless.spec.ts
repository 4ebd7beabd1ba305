import {
  answered,
  ask,
  begin,
  beginText,
  chatList,
  conversation,
  lastAnswer,
  SHORT_QUESTION,
  stopText,
  textOf,
  textPage,
  writtenText,
} from "./fixtures/person.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("two windows on one chat agree, letter by letter and at the end", async ({ cloister, page }) => {
  await beginText(page);
  await writtenText(page, 20);
  const second = await cloister.open();
  await second.goto(page.url());
  await writtenText(second, 40);
  const stopped = await stopText(second);
  await expect(textPage(page)).toContainText(/Stopped by you/);
  expect(await writtenText(page, 0)).toBe(stopped);

  await chatList(second).locator('[aria-current="page"]').press("F2");
  await second.keyboard.type("Lighthouse");
  await second.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Lighthouse" })).toBeVisible();
});

test("closing the tab cancels nothing", async ({ cloister, page }) => {
  await beginText(page);
  const before = await writtenText(page, 20);
  const address = page.url();
  await page.close();

  const again = await cloister.open();
  await again.goto(address);
  const later = await writtenText(again, before.length + 50);
  expect(later.startsWith(before)).toBe(true);
  await stopText(again);
});

test("an address opens for one browser once", async ({ cloister, page, browser }) => {
  const stranger = await browser.newContext();
  const door = await stranger.newPage();
  const answer = await door.goto(new URL(page.url()).origin);
  expect(answer?.status()).toBe(401);
  await expect(door.getByRole("heading")).toHaveText("Cloister is running");
  await stranger.close();
  expect(cloister.guard.take()).toEqual([]);
});

freshTest("a page that loses the app says so and goes on when it is back", async ({ cloister, page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  const answer = await answered(page);
  // Said for some seconds only, perhaps while the second page still opens.
  const restored = expect(page.getByText(t("app.connectionRestored"))).toBeVisible({ timeout: 60_000 });
  const again = await cloister.restart(() => expect(page.getByText(t("app.connectionLost"))).toBeVisible());
  // The first page's session ended with the app; the new address let this browser in again.
  await restored;
  await expect(conversation(page)).toContainText(SHORT_QUESTION);
  await expect.poll(() => textOf(lastAnswer(page))).toBe(answer);
  await again.close();
});
