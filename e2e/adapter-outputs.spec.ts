import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { findings } from "./fixtures/axe.ts";
import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Folders } from "./fixtures/folders.ts";
import { t } from "./fixtures/words.ts";

const MODEL = "Scrivener";
const VOICE = "Court letters";

/** A model in Q8_0 and an adapter that fits it, on the shelf. */
async function bring(page: Page, folders: Folders): Promise<void> {
  await addFile(page, writeTinyModel(folders, MODEL, { type: "Q8_0" }));
  const path = join(folders.files, "court-letters.gguf");
  writeFileSync(path, encodeGguf(tinyAdapter({ name: VOICE })));
  await page.getByRole("row", { name: new RegExp(MODEL) }).click();
  await page.getByRole("button", { name: t("adapters.import"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("adapters.import.path"), { exact: true }).fill(path);
  await dialog.getByRole("button", { name: t("adapters.import.verb"), exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a model of its own is made of an adapter with the keyboard, and answers", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await bring(page, cloister.folders);
  await page.getByRole("button", { name: t("adapters.merge.of", { name: VOICE }) }).press("Enter");
  const dialog = page.getByRole("dialog", { name: t("adapters.merge.title", { name: VOICE }) });
  await dialog.getByRole("slider", { name: t("adapters.strength", { name: VOICE }) }).fill("0.5");
  const name = dialog.getByLabel(t("adapters.merge.name"), { exact: true });
  await expect(name).toHaveValue(`${MODEL} + ${VOICE}`);
  // What was rounded once is rounded again.
  await expect(dialog).toContainText(t("adapters.merge.rounded"));
  expect(await findings(page, "the dialog that makes a model of an adapter")).toEqual([]);
  await name.fill("Court clerk");
  await dialog.getByRole("button", { name: t("adapters.merge.make") }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Court clerk/ })).toBeVisible();
  await chatWith(page, "Court clerk");
  await ask(page, "Hello");
  expect(await answered(page)).not.toBe("");
});

test("an adapter is exported for PEFT into a folder of its own; a folder that is not there is said", async ({
  cloister,
  page,
}) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await bring(page, cloister.folders);
  await page.getByRole("button", { name: t("adapters.export.of", { name: VOICE }) }).press("Enter");
  const dialog = page.getByRole("dialog", { name: t("adapters.export.title", { name: VOICE }) });
  const folder = dialog.getByLabel(t("adapters.export.folder"), { exact: true });
  await folder.fill(join(cloister.folders.files, "nowhere"));
  await folder.press("Enter");
  await expect(dialog).toContainText(/no folder|not there/i);
  expect(await findings(page, "the dialog that exports an adapter")).toEqual([]);
  await folder.fill(cloister.folders.files);
  await folder.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(() => readdirSync(cloister.folders.files).includes("Court-letters-peft"), { timeout: 30_000 })
    .toBe(true);
  expect(readdirSync(join(cloister.folders.files, "Court-letters-peft")).toSorted()).toEqual([
    "README.md",
    "adapter_config.json",
    "adapter_model.safetensors",
  ]);
});
