import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { peftTensors, writePeft } from "#main/models/adapters/testing.ts";
import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask, lastAnswer } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const MODEL = "Scribe";
const VOICE = "Ward letters";

async function importAdapter(page: Page, path: string): Promise<void> {
  await page.getByRole("button", { name: t("adapters.import"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("adapters.import.path"), { exact: true }).fill(path);
  await dialog.getByRole("button", { name: t("adapters.import.verb"), exact: true }).click();
}

test("an adapter is imported, works in a chat at its strength, and is compared with nothing", async ({
  cloister,
  page,
}) => {
  const good = join(cloister.folders.files, "ward-letters.gguf");
  writeFileSync(good, encodeGguf(tinyAdapter({ name: VOICE })));
  const damaged = join(cloister.folders.files, "damaged.gguf");
  const bytes = encodeGguf(tinyAdapter({ name: "Damaged" }));
  // Not a number.
  bytes.writeUInt32LE(0x7fc0_0000, bytes.length - 64);
  writeFileSync(damaged, bytes);
  const model = writeTinyModel(cloister.folders, MODEL, { contextTokens: 320 });
  if (cloister.face === "electron") test.skip(true, "the system's file dialog cannot be driven");
  await addFile(page, model);
  await page.getByRole("row", { name: new RegExp(MODEL) }).click();

  await importAdapter(page, damaged);
  await expect(page.getByRole("dialog")).toContainText("not a number (NaN)");
  await page.keyboard.press("Escape");
  await importAdapter(page, good);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const onShelf = page.getByRole("switch", { name: t("adapters.begin", { name: VOICE, model: MODEL }) });
  await onShelf.click();
  await expect(onShelf).toBeChecked();

  // Saved when it has stood still for a moment.
  await page.waitForTimeout(500);
  await chatWith(page, MODEL);
  // Before the first message too: what is changed here is the new chat's.
  const strength = page.getByRole("slider", { name: t("adapters.strength", { name: VOICE }) });
  await expect(strength).toHaveValue("1");
  await strength.fill("0.5");
  await page.waitForTimeout(500);
  await ask(page, "Hello");
  await answered(page);
  await expect(lastAnswer(page)).toContainText(`${MODEL} · ${VOICE} 0.50`);
  await expect(strength).toHaveValue("0.5");

  await strength.fill("1.5");
  await page.waitForTimeout(500);
  await ask(page, "Hello again");
  await answered(page);
  await expect(lastAnswer(page)).toContainText(`${VOICE} 1.50`);
  await page.getByRole("button", { name: t("adapters.reset.of", { name: VOICE }) }).click();
  await expect(strength).toHaveValue("1");

  await lastAnswer(page).hover();
  await lastAnswer(page)
    .getByRole("button", { name: t("adapters.compare.without") })
    .click();
  await expect(lastAnswer(page)).toContainText(t("adapters.compare.labelled"));
  await answered(page);
  await expect(lastAnswer(page).getByText("2/2")).toBeVisible();
  await go(page, "/models");
});

test("a PEFT adapter that cannot be converted stands on the shelf with its reason", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  const tensors = peftTensors({ "model.layers.0.self_attn.q_proj": [64, 64] });
  for (const { values } of Object.values(tensors)) values[7] = Number.NaN;
  const folder = await writePeft(join(cloister.folders.files, "blotted"), tensors);
  await addFile(page, writeTinyModel(cloister.folders, "Copyist"));
  await page.getByRole("row", { name: /Copyist/ }).click();
  await page.getByRole("button", { name: t("adapters.import"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("adapters.import.path"), { exact: true }).fill(folder);
  await dialog.getByLabel(t("adapters.import.model"), { exact: true }).selectOption({ label: "Copyist" });
  await dialog.getByRole("button", { name: t("adapters.import.verb"), exact: true }).click();
  const shelf = page.getByRole("region", { name: t("adapters.shelf") });
  await expect(shelf).toContainText("blotted/adapter_model.safetensors cannot be used");
  await expect(shelf).toContainText("not a number (NaN)");
  await shelf
    .getByRole("button", { name: t("adapters.dismiss.of", { job: t("job.import-adapter", { subject: "blotted" }) }) })
    .click();
  await expect(shelf).not.toContainText("not a number (NaN)");
});
