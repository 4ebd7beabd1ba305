import {
  answered,
  ask,
  begin,
  beginText,
  composer,
  conversation,
  lastAnswer,
  SHORT_QUESTION,
  stopText,
  textOf,
  writtenText,
} from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";

test("a model answers in a stream, and the conversation is there after a restart", async ({ cloister, page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  const answer = await answered(page);
  expect(answer).not.toBe("");

  const again = await cloister.restart();
  await again.getByRole("link", { name: SHORT_QUESTION }).click();
  await expect(conversation(again)).toContainText(SHORT_QUESTION);
  expect(await textOf(lastAnswer(again))).toBe(answer);
});

test("a text grows while it is written, and a reload goes on with it", async ({ page }) => {
  await begin(page);
  await beginText(page);
  const early = await writtenText(page, 20);
  await page.reload();
  const later = await writtenText(page, early.length + 20);
  expect(later.startsWith(early)).toBe(true);
  expect((await stopText(page)).startsWith(later)).toBe(true);
});

test("what was typed and not sent survives a look at another room", async ({ page }) => {
  await begin(page);
  await composer(page).fill("Half a thou");
  await page.keyboard.press("Control+Comma");
  await expect(composer(page)).toHaveCount(0);
  await page.keyboard.press("Control+1");
  await expect(composer(page)).toHaveValue("Half a thou");
});
