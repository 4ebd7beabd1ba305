import {
  askForLong,
  answered,
  answers,
  ask,
  begin,
  composer,
  conversation,
  lastAnswer,
  SHORT_QUESTION,
  stop,
  textOf,
  whileWriting,
} from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("a stopped answer keeps its words, says so, and can be gone on with", async ({ page }) => {
  await begin(page);
  await askForLong(page);
  const stopped = await stop(page);
  const words = stopped.split(/\s+/).filter((word) => word !== "").length;
  await expect(lastAnswer(page)).toContainText(t("chat.end.stopped", { words }));

  await lastAnswer(page)
    .getByRole("button", { name: t("chat.continue") })
    .click();
  const longer = await whileWriting(page, stopped.length + 10);
  expect(longer.startsWith(stopped)).toBe(true);
  await stop(page);
});

test("Esc stops as well", async ({ page }) => {
  await begin(page);
  await askForLong(page);
  await page.keyboard.press("Escape");
  expect((await answered(page)).length).toBeGreaterThan(20);
});

test("answering again adds a version, and one moves between them", async ({ page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  const first = await answered(page);
  await lastAnswer(page).hover();
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.again"), exact: true })
    .click();
  await expect(versions(page, 2, 2)).toBeVisible();
  const second = await answered(page);

  await lastAnswer(page)
    .getByRole("button", { name: t("chat.versions.before") })
    .click();
  await expect(versions(page, 1, 2)).toBeVisible();
  expect(await textOf(lastAnswer(page))).toBe(first);
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.versions.after") })
    .click();
  await expect(versions(page, 2, 2)).toBeVisible();
  expect(await textOf(lastAnswer(page))).toBe(second);
  await expect(answers(page)).toHaveCount(1);
});

test("the same settings and seed write the same words again", async ({ page }) => {
  await begin(page);
  await ask(page, "Tell me about rivers.");
  const first = await answered(page);
  await lastAnswer(page).hover();
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.exactly"), exact: true })
    .click();
  await expect(versions(page, 2, 2)).toBeVisible();
  expect(await answered(page)).toBe(first);
});

test("an edited message begins a branch, and the old one stays", async ({ page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  const first = await answered(page);
  await composer(page).press("ArrowUp");
  const field = page.getByRole("textbox", { name: t("chat.edit.label") });
  await field.fill("What is the capital of Italy?");
  await field.press("Enter");
  await expect(conversation(page)).not.toContainText(SHORT_QUESTION);
  await answered(page);

  await page
    .getByRole("button", { name: t("chat.versions.before") })
    .first()
    .click();
  await expect(conversation(page)).toContainText(SHORT_QUESTION);
  expect(await textOf(lastAnswer(page))).toBe(first);
});

test("a message sent while one is written waits for its turn", async ({ page }) => {
  await begin(page);
  await askForLong(page);
  await ask(page, SHORT_QUESTION);
  await expect(answers(page)).toHaveCount(2);
  await expect(lastAnswer(page)).toHaveAccessibleName(t("chat.answer.writing"));
});

test("an answer tells what decided it", async ({ page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  await answered(page);
  await lastAnswer(page).hover();
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.details") })
    .click();
  for (const key of ["chat.detail.model", "chat.detail.seed", "chat.detail.wrote", "chat.detail.firstToken"]) {
    await expect(lastAnswer(page)).toContainText(t(key));
  }
});

function versions(page: Parameters<typeof answers>[0], at: number, of: number) {
  return lastAnswer(page).getByRole("group", { name: t("chat.versions.label", { at, of }) });
}
