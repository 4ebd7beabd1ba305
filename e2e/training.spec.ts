import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findings } from "./fixtures/axe.ts";
import { learnFrom, planned, stepOf, writeExamples } from "./fixtures/learning.ts";
import { addFile, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask, begin, lastAnswer } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, freshTest } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

freshTest(
  "from a file to an adapter in a chat, through a reload and a crash, with the keyboard",
  async ({ cloister, page }) => {
    freshTest.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
    freshTest.setTimeout(300_000);
    await begin(page);
    await addFile(page, writeTinyModel(cloister.folders, "Pupil"));
    await go(page, "/training");
    expect(await findings(page, "an empty training room")).toEqual([]);
    await page.keyboard.press("Alt+N");
    await page.getByRole("textbox", { name: t("training.name") }).fill("Bird voice");
    await page.getByRole("radio", { name: /Pupil/ }).press("Space");
    await learnFrom(page, writeExamples(cloister.folders, "birds.jsonl", 3_000));
    const plan = await planned(page);
    await expect(page.getByRole("main")).toContainText("2,700 examples to learn from");
    await expect(page.getByRole("region", { name: /Example 1 of/ }).locator("mark")).toContainText("is a blue bird");
    expect(await findings(page, "a training's plan")).toEqual([]);
    await plan.getByRole("button", { name: t("training.start"), exact: true }).press("Enter");

    await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(60);
    await page.reload();
    const table = page.getByRole("button", { name: t("training.curve.asTable") });
    await table.press("Enter");
    await expect(page.getByRole("row", { name: /^0 \d/ })).toBeVisible();

    const again = await cloister.crash();
    await go(again, "/training");
    await expect(again.getByRole("main")).toContainText(/Went on from step \d+/, { timeout: 60_000 });
    const before = await stepOf(again);
    await expect.poll(() => stepOf(again), { timeout: 60_000 }).toBeGreaterThan(before);
    await again.getByRole("button", { name: t("training.pause"), exact: true }).press("Enter");
    await expect(again.getByRole("button", { name: t("training.goOn") })).toBeVisible();
    expect(await findings(again, "a paused training")).toEqual([]);

    await again.getByRole("button", { name: t("training.stop"), exact: true }).press("Enter");
    await expect(again.getByRole("main")).toContainText(t("training.outcome.less"), { timeout: 60_000 });
    expect(await findings(again, "what came of a training")).toEqual([]);
    await again.getByRole("button", { name: t("training.use") }).press("Enter");
    await expect(again.getByRole("switch", { name: /Bird voice/ })).toBeChecked();
    await ask(again, "Which bird is number 7?");
    await answered(again);
    await expect(lastAnswer(again)).toContainText("Pupil · Bird voice 1.00");
  },
);

freshTest("what cannot be learnt from, or by, is said where it is", async ({ cloister, page }) => {
  freshTest.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Falconet", { architecture: "falcon" }));
  await addFile(page, writeTinyModel(cloister.folders, "Learner"));
  await go(page, "/training");
  await page.keyboard.press("Alt+N");
  const models = page.getByRole("group", { name: t("training.model") });
  await expect(models).toContainText(/Falconet is of the kind “falcon”, which cannot be trained here yet/);
  await page.getByRole("radio", { name: /Learner/ }).press("Space");

  const pdf = join(cloister.folders.files, "letter.pdf");
  writeFileSync(pdf, "%PDF-1.7 and more");
  await learnFrom(page, pdf);
  await expect(page.getByRole("dialog")).toContainText("letter.pdf is a PDF");
  await page.keyboard.press("Escape");

  const broken = writeExamples(cloister.folders, "broken.jsonl", 40);
  writeFileSync(broken, "{ this is no JSON\n", { flag: "a" });
  await learnFrom(page, broken);
  const texts = page.getByRole("region", { name: t("training.texts") });
  await expect(texts).toContainText("Line 41 of broken.jsonl cannot be learnt from", { timeout: 60_000 });
  await texts.getByRole("button", { name: t("training.texts.remove", { name: "broken.jsonl" }) }).press("Enter");
  await expect(texts).not.toContainText("Line 41");

  await page
    .getByRole("button", { name: /^More about New adapter/ })
    .last()
    .click();
  await page.getByRole("menuitem", { name: t("training.remove") }).click();
  await expect(page.getByRole("region", { name: "Notice" })).toContainText(t("training.removed"));
  await page.keyboard.press("Control+Z");
  await expect(page.getByRole("link", { name: /New adapter/ })).toBeVisible();
});
