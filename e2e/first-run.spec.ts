import {
  answered,
  ask,
  begin,
  beginText,
  chatList,
  composer,
  conversation,
  lastAnswer,
  SHORT_QUESTION,
  stopText,
  textOf,
  writtenText,
} from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { watchSockets } from "./fixtures/sockets.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";

freshTest(
  "a model answers in a stream, nothing leaves meanwhile, and a restart finds the conversation",
  async ({ cloister, page }) => {
    const sockets = watchSockets(() => [cloister.pid, ...cloister.engines()]);
    await begin(page);
    await ask(page, SHORT_QUESTION);
    const answer = await answered(page);
    expect(answer).not.toBe("");
    const others = sockets?.stop().filter((address) => !address.startsWith("127.") && address !== "::1");
    expect(others ?? []).toEqual([]);
    await expect(page.getByRole("button", { name: /^Offline · 0 connections/ })).toBeVisible();
    await chatList(page).getByRole("link", { name: SHORT_QUESTION }).press("F2");
    await page.keyboard.type("Geography");
    await page.keyboard.press("Enter");
    await expect(chatList(page).getByRole("link", { name: "Geography" })).toBeVisible();

    const again = await cloister.restart();
    await chatList(again).getByRole("link", { name: "Geography" }).click();
    await expect(conversation(again)).toContainText(SHORT_QUESTION);
    await expect.poll(() => textOf(lastAnswer(again))).toBe(answer);
  },
);

test("a text grows while it is written, and a reload goes on with it", async ({ page }) => {
  await beginText(page);
  const early = await writtenText(page, 20);
  await page.reload();
  const later = await writtenText(page, early.length + 20);
  expect(later.startsWith(early)).toBe(true);
  expect((await stopText(page)).startsWith(later)).toBe(true);
});

test("what was typed and not sent survives a look at another room", async ({ page }) => {
  await composer(page).fill("Half a thou");
  await page.keyboard.press("Control+Comma");
  await expect(composer(page)).toHaveCount(0);
  await page.keyboard.press("Control+1");
  await expect(composer(page)).toHaveValue("Half a thou");
});

freshTest(
  "what was typed and not sent is there after a crash, in a new chat and in an old one, and goes when it is sent",
  async ({ page, cloister }) => {
    await begin(page);
    await ask(page, SHORT_QUESTION);
    await answered(page);
    await composer(page).fill("Half a thought");
    await go(page, "/chat");
    await composer(page).fill("Another");
    // Longer than the half second for which keys alone are waited for.
    await page.waitForTimeout(1_000);

    const again = await cloister.crash();
    await go(again, "/chat");
    await expect(composer(again)).toHaveValue("Another");
    await chatList(again).getByRole("link", { name: SHORT_QUESTION }).click();
    await expect(composer(again)).toHaveValue("Half a thought");
    await composer(again).press("Enter");
    await expect(composer(again)).toHaveValue("");
    await answered(again);
    const last = await cloister.restart();
    await chatList(last).getByRole("link", { name: SHORT_QUESTION }).click();
    await expect(conversation(last)).toContainText("Half a thought");
    await expect(composer(last)).toHaveValue("");
  },
);
