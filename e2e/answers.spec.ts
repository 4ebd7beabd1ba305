import { findings } from "./fixtures/axe.ts";
import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
import {
  answered,
  answers,
  ask,
  composer,
  conversation,
  lastAnswer,
  SHORT_QUESTION,
  textOf,
} from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("answering again adds a version, and one moves between them", async ({ page }) => {
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
  await expect.poll(() => textOf(lastAnswer(page))).toBe(first);
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.versions.after") })
    .click();
  await expect(versions(page, 2, 2)).toBeVisible();
  await expect.poll(() => textOf(lastAnswer(page))).toBe(second);
  await expect(answers(page)).toHaveCount(1);
});

test("the same settings and seed write the same words again", async ({ page }) => {
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
  await expect.poll(() => textOf(lastAnswer(page))).toBe(first);
});

test("a message sent while an answer is under way waits for its turn, and gets it", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Newcomer"));
  await chatWith(page, "Newcomer");
  await ask(page, SHORT_QUESTION);
  // The model is still being loaded.
  await ask(page, "What is the capital of Italy?");
  await expect(answers(page)).toHaveCount(2);
  await expect(lastAnswer(page)).toHaveAccessibleName(t("chat.answer.writing"));
  expect(await answered(page)).not.toBe("");
  await expect(answers(page).first()).toHaveAccessibleName(t("chat.answer.label"));
});

test("an answer tells what decided it", async ({ page }) => {
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

test("an answer is rated with the keyboard, with a reason, which stays after a reload; pressed again it is taken back", async ({
  page,
}) => {
  await ask(page, SHORT_QUESTION);
  await answered(page);
  const bad = lastAnswer(page).getByRole("button", { name: t("chat.rate.bad") });
  await bad.focus();
  await page.keyboard.press("Enter");
  await expect(bad).toHaveAttribute("aria-pressed", "true");
  const reason = lastAnswer(page).getByRole("textbox", { name: t("chat.rate.why") });
  await reason.fill("Too short");
  await page.keyboard.press("Enter");
  await expect(lastAnswer(page).getByRole("button", { name: t("chat.rate.keep") })).toHaveCount(0);
  await expect(reason).toBeFocused();
  expect(await findings(page, "a rated answer")).toEqual([]);
  await page.reload();
  await expect(reason).toHaveValue("Too short");
  await expect(bad).toHaveAttribute("aria-pressed", "true");
  await bad.press("Enter");
  await expect(reason).toHaveCount(0);
});

test("one goes on from an answer in a chat of its own, and the first chat stays as it was", async ({ page }) => {
  await ask(page, SHORT_QUESTION);
  const answer = await answered(page);
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.branch") })
    .press("Enter");
  const title = t("chat.branch.title", { title: SHORT_QUESTION });
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect.poll(() => textOf(lastAnswer(page))).toBe(answer);
  await ask(page, "And of Norway?");
  await answered(page);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: SHORT_QUESTION, exact: true })).toBeVisible();
  await expect.poll(() => textOf(lastAnswer(page))).toBe(answer);
  await expect(conversation(page)).not.toContainText("And of Norway?");
});
