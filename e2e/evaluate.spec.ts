import { findings } from "./fixtures/axe.ts";
import { LEASE, makeCollection, writeDocuments } from "./fixtures/documents.ts";
import { answered, ask, lastAnswer } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("questions of one's own are run, and say what is found for them and what is rightly not answered", async ({
  page,
  cloister,
}) => {
  const paths = writeDocuments(cloister.folders, {
    "Lease to evaluate.md": LEASE,
    "questions.csv": "question,expected\nMay the Tenant keep a dog?,The Tenant may keep one dog in the house\n",
  });
  await makeCollection(page, "To evaluate", paths.slice(0, 1));
  await page
    .getByRole("main")
    .getByRole("button", { name: t("documents.more", { name: "To evaluate" }) })
    .click();
  await page.getByRole("menuitem", { name: t("evaluate.menu") }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Evaluate To evaluate" })).toBeVisible();

  const form = page.getByRole("form", { name: t("evaluate.add") });
  await form.getByRole("textbox", { name: t("evaluate.question") }).fill("What yearly rent does the Tenant pay?");
  await form.getByRole("textbox", { name: t("evaluate.expected") }).fill("yearly rent of £24,000");
  await page.keyboard.press("Enter");
  await form.getByRole("textbox", { name: t("evaluate.question") }).fill("Which team won the football cup in Lisbon?");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: t("evaluate.import") }).click();
  await page.getByRole("textbox", { name: t("evaluate.import.path") }).fill(paths[1] ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "May the Tenant keep a dog?" })).toBeVisible();

  await page.getByRole("button", { name: "Run 3 questions" }).click();
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row(t("evaluate.figure.recall5"))).toContainText("100%", { timeout: 30_000 });
  await expect(row(t("evaluate.figure.abstentionRecall"))).toContainText("100%");
  await expect(page.getByText(t("evaluate.outcome.rightlyNot"))).toBeVisible();
  expect(await findings(page, "an evaluation")).toEqual([]);
  await page.reload();
  await expect(row(t("evaluate.figure.recall5"))).toContainText("100%");
});

test("the question of an answer is kept for the evaluation of its collection", async ({ page, cloister }) => {
  const paths = writeDocuments(cloister.folders, { "Lease to keep.md": LEASE });
  await makeCollection(page, "To keep", paths);
  await page.getByRole("button", { name: t("sources.ask") }).click();
  await ask(page, "Which team won the football cup in Lisbon?");
  await answered(page);
  await lastAnswer(page)
    .getByRole("button", { name: t("evaluate.keep") })
    .click();
  await expect(page.getByRole("region", { name: t("ui.notice") }).getByText(t("evaluate.kept"))).toBeVisible();
});
