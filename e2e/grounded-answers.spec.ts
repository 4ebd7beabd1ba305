import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyPdf } from "#main/parser/testing/tiny-pdf.ts";
import { findings } from "./fixtures/axe.ts";
import {
  addDocuments,
  LEASE,
  makeCollection,
  newCollection,
  readThrough,
  writeDocuments,
} from "./fixtures/documents.ts";
import { answered, ask, conversation, lastAnswer } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const QUESTION = "What yearly rent does the Tenant pay?";

test("an answer from documents shows what was searched, checks its sentences and lays sentence and source side by side", async ({
  page,
  cloister,
}) => {
  const paths = writeDocuments(cloister.folders, { "Lease of Harbour Street.md": LEASE });
  await makeCollection(page, "Harbour Street", paths);
  await page.getByRole("button", { name: t("sources.ask") }).click();
  await expect(page.getByRole("list", { name: t("sources.list") })).toContainText("Harbour Street");
  await ask(page, QUESTION);
  await answered(page);

  const ground = lastAnswer(page).getByRole("region", { name: t("grounding.label") });
  await expect(ground).toContainText("Searched 3 passages on 1 page of 1 document");
  // Every sentence that states something is closed with what was found of it.
  const chips = lastAnswer(page).locator("button.cite");
  await expect(chips).not.toHaveCount(0);
  await chips.first().focus();
  await page.keyboard.press("Enter");
  const beside = ground.getByRole("group", { name: t("grounding.beside") });
  await expect(beside).toContainText(t("grounding.answerSays"));
  expect(await findings(page, "an answer from documents")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(beside).toHaveCount(0);

  // A passage by itself, whole.
  const rest = ground.getByRole("button", { name: /^Show the other/ });
  if ((await rest.count()) > 0) await rest.click();
  await ground.getByRole("listitem").filter({ hasText: "12 Animals" }).getByRole("button").click();
  await expect(beside).toContainText("The dog must not enter the shared garden.");

  // On its page, and back to the answer.
  await beside.getByRole("button", { name: t("grounding.open") }).click();
  await expect(page.locator("mark.passage").first()).toBeInViewport();
  await expect(page.locator("mark.passage").last()).toContainText("The dog must not enter the shared garden.");
  // The chat stands beside the page, and leads to other passages; notes and contents can take its place.
  const chat = page.getByRole("complementary", { name: t("chat.beside") });
  await expect(chat).toContainText(QUESTION);
  expect(await findings(page, "a page beside its chat")).toEqual([]);
  await chat.getByRole("listitem").filter({ hasText: "4 Rent" }).getByRole("button").click();
  await chat.getByRole("button", { name: t("grounding.open") }).click();
  await expect(page.locator("mark.passage").first()).toContainText("yearly rent");
  await chat.getByRole("button", { name: t("reader.beside") }).click();
  await expect(page.getByRole("complementary", { name: t("reader.beside") })).toContainText(t("reader.notes"));
  await page.reload();
  await expect(chat).toContainText(QUESTION);
  await page.getByRole("button", { name: t("reader.back") }).click();

  // All of it is there after a reload.
  await page.reload();
  await expect(ground).toContainText("Searched 3 passages");
  await expect(chips).not.toHaveCount(0);
});

test("what the documents do not answer is said, and no model is asked until somebody wants it", async ({
  page,
  cloister,
}) => {
  const paths = writeDocuments(cloister.folders, { "Lease of Mill Lane.md": LEASE });
  await makeCollection(page, "Mill Lane", paths);
  await page.getByRole("button", { name: t("sources.ask") }).click();
  await ask(page, "Which team won the football cup in Lisbon?");
  await answered(page);
  await expect(conversation(page)).toContainText("This document does not answer this.");
  await expect(lastAnswer(page).locator(".who")).toHaveCount(0);
  expect(await findings(page, "an answer from documents")).toEqual([]);

  await page.getByRole("button", { name: t("grounding.anyway") }).click();
  await expect(lastAnswer(page).locator(".who")).toBeVisible({ timeout: 60_000 });
  await answered(page);
});

test("every passage is read for a question that asks for all there is", async ({ page, cloister }) => {
  const wards = Array.from(
    { length: 40 },
    (_, at) =>
      `# Day ${String(at)}\n\nOn day ${String(at)} the ward was quiet and nobody fell. ${"The night staff wrote the log. ".repeat(8)}`,
  );
  const paths = writeDocuments(cloister.folders, { "Ward book.md": wards.join("\n\n") });
  await makeCollection(page, "Ward", paths);
  await page.getByRole("button", { name: t("sources.ask") }).click();
  await ask(page, "List every day on which the ward was quiet.");
  await answered(page);
  const ground = lastAnswer(page).getByRole("region", { name: t("grounding.label") });
  await expect(ground).toContainText("This asks about all there is");
  expect(await findings(page, "an offer to read everything")).toEqual([]);
  await ground.getByRole("button", { name: /^Read all 40 passages/ }).click();
  await expect(lastAnswer(page)).toContainText(/Read \d+ of 40 passages/);
  await expect(page.getByRole("button", { name: /^Read everything for List/ })).toBeVisible();
  await expect(ground).toContainText("Read all 40 passages on", { timeout: 120_000 });
  await answered(page);
});

test("documents are attached and taken away in the chat itself", async ({ page, cloister }) => {
  const paths = writeDocuments(cloister.folders, {
    "Old lease.md": LEASE,
    "New lease.md": `${LEASE}\n\nSigned in 2024.`,
  });
  await makeCollection(page, "Two leases", paths);
  await page.getByRole("link", { name: t("app.chat") }).click();
  await page.getByRole("button", { name: t("sources.none") }).click();
  await page.getByRole("menuitem", { name: t("sources.choose") }).click();
  await page.getByRole("button", { name: t("documents.scope.documents.label", { name: "Two leases" }) }).click();
  await page.getByRole("checkbox", { name: "New lease.md" }).check();
  expect(await findings(page, "an answer from documents")).toEqual([]);
  await page.getByRole("button", { name: t("sources.dialog.choose") }).click();
  const sources = page.getByRole("list", { name: t("sources.list") });
  await expect(sources.getByRole("listitem")).toHaveText("New lease.md");
  await ask(page, "When was it signed?");
  await answered(page);
  await expect(lastAnswer(page)).toContainText("of 1 document");

  await sources.getByRole("button").click();
  await expect(sources).toHaveCount(0);
  await ask(page, "What is the capital of France?");
  await answered(page);
  await expect(lastAnswer(page).getByRole("region", { name: t("grounding.label") })).toHaveCount(0);
});

test("an answer shows which pages of a document were read and used, and which hold no text", async ({
  page,
  cloister,
}) => {
  const path = join(cloister.folders.files, "Supply.pdf");
  const line = (text: string) => ({ at: [72, 700] as const, text });
  const pages = [
    [line("This agreement is made between Tolland Foods and Harrow Supply.")],
    [line("The buyer shall pay a yearly rent of 24,000 pounds for the warehouse.")],
    [],
    [line("Deliveries are made on Mondays before noon.")],
  ];
  writeFileSync(path, tinyPdf(pages));
  await newCollection(page, "Supply");
  await addDocuments(page, [path]);
  await expect(page.getByText(t("documents.state.pagesUnreadable", { pages: 1 })).first()).toBeVisible({
    timeout: 60_000,
  });
  await readThrough(page);
  await page.getByRole("button", { name: t("sources.ask") }).click();
  await ask(page, QUESTION);
  await answered(page);
  const strip = lastAnswer(page).getByRole("img", { name: /^Supply.pdf: 4 pages, .*; not readable: 3$/ });
  await expect(strip).toBeVisible();
  expect(await findings(page, "an answer with its pages")).toEqual([]);
});
