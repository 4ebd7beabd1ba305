import {
  askForLong,
  answered,
  ask,
  begin,
  composer,
  conversation,
  lastAnswer,
  LONG_QUESTION,
  SHORT_QUESTION,
  stop,
  textOf,
  whileWriting,
} from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("an engine killed while it writes: the words stay, the message says what happened, the next send works", async ({
  cloister,
  page,
}) => {
  await begin(page);
  const before = await askForLong(page);
  const engines = cloister.engines();
  expect(engines).toHaveLength(1);
  for (const pid of engines) process.kill(pid, "SIGKILL");

  const kept = await answered(page);
  expect(kept.startsWith(before)).toBe(true);
  await expect(lastAnswer(page).getByRole("alert")).toContainText("The engine stopped while");
  await expect(lastAnswer(page).getByRole("button", { name: t("chat.continue") })).toBeVisible();

  await ask(page, SHORT_QUESTION);
  expect(await answered(page)).not.toBe("");
});

test("a power cut while an answer is written: what was seen two seconds ago is there again", async ({
  cloister,
  page,
}) => {
  await begin(page);
  const saved = await askForLong(page);
  // Streamed text reaches the disk every 2 s at the latest: by the time it has grown this much, `saved` is old enough.
  await page.waitForTimeout(2_500);
  await whileWriting(page, saved.length + 20);

  const again = await cloister.crash();
  await again.getByRole("link", { name: /^Write all numbers/ }).click();
  await expect(conversation(again)).toContainText(LONG_QUESTION);
  const kept = await answered(again);
  expect(kept.startsWith(saved)).toBe(true);
  await expect(lastAnswer(again).getByRole("alert")).toContainText("Cloister ended while this was under way");

  await lastAnswer(again)
    .getByRole("button", { name: t("chat.continue") })
    .click();
  const longer = await whileWriting(again, kept.length + 5);
  expect(longer.startsWith(kept)).toBe(true);
  await stop(again);
  expect(await textOf(lastAnswer(again))).toContain(kept);
  await expect(composer(again)).toBeVisible();
});
