import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addFile, chatWith, tinyModelBytes, tryFile, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask, lastAnswer, SHORT_QUESTION } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const TINY = tinyModelBytes();

test("a file is added, used, moved away, missed, and found again", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  const name = "Babbler";
  const here = writeTinyModel(cloister.folders, name);
  const there = join(cloister.folders.files, "moved.gguf");
  await addFile(page, here);
  await chatWith(page, name);
  await ask(page, "Hello");
  await answered(page);

  await go(page, "/models");
  await page.getByRole("row", { name: new RegExp(name) }).click();
  await page.getByRole("button", { name: t("models.unload") }).click();
  renameSync(here, there);
  await chatWith(page, name);
  await ask(page, "Hello again");
  await expect(lastAnswer(page).getByRole("alert")).toContainText(`${name} is no longer at ${here}`);

  await lastAnswer(page)
    .getByRole("button", { name: t("chat.fault.findFile") })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(there);
  await dialog.getByRole("button", { name: t("models.path.locate.verb") }).click();
  await expect(dialog).toHaveCount(0);
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.again"), exact: true })
    .first()
    .click();
  await answered(page);
  await expect(lastAnswer(page).getByRole("alert")).toHaveCount(0);
});

const broken: { name: string; bytes: Buffer; says: RegExp }[] = [
  { name: "truncated", bytes: TINY.subarray(0, Math.floor(TINY.length / 2)), says: /cannot be read as a model/ },
  {
    name: "no model at all",
    bytes: Buffer.from("<!doctype html><title>Not found</title>"),
    says: /cannot be read as a model/,
  },
  { name: "absurd counts", bytes: withCount(TINY, 0xffff_ffff_ffffn), says: /cannot be read as a model/ },
  { name: "empty", bytes: Buffer.alloc(0), says: /cannot be read as a model/ },
];

test("files that are no models are refused, each with its reason, and the app goes on", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  const reasons = new Set<string>();
  for (const { name, bytes, says } of broken) {
    const path = join(cloister.folders.files, `${name}.gguf`);
    writeFileSync(path, bytes);
    await tryFile(page, path);
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("textbox")).toHaveAccessibleDescription(says);
    reasons.add((await dialog.innerText()).replaceAll(name, ""));
    await dialog.getByRole("button", { name: t("ui.cancel") }).click();
  }
  expect(reasons.size).toBe(broken.length);

  await go(page, "/chat");
  await ask(page, SHORT_QUESTION);
  expect(await answered(page)).not.toBe("");
});

test("a model is loaded and unloaded by hand, and says what it takes", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Handy"));
  await page.getByRole("row", { name: /Handy/ }).click();
  await page.getByRole("button", { name: t("models.load"), exact: true }).click();
  await expect(page.getByRole("row", { name: /Handy/ })).toContainText(t("models.inUse"));
  await expect(page.getByRole("contentinfo")).toContainText(/GB|MB/);
  await page.getByRole("button", { name: t("models.unload") }).click();
  await expect(page.getByRole("row", { name: /Handy/ })).not.toContainText(t("models.inUse"));
});

test("another model goes on with a chat, and each answer has the name of its own", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Magpie F32", { says: ["Chatter", " once"] }));
  await addFile(page, writeTinyModel(cloister.folders, "Magpie Q8_0", { type: "F16", says: ["Rattle", " twice"] }));
  await chatWith(page, "Magpie F32");
  await ask(page, "Hello");
  expect(await answered(page)).toContain("Chatter once");

  await page.keyboard.press("Control+L");
  // Nothing is being written that the change could interrupt.
  await expect(page.getByText(t("models.change.note"))).toHaveCount(0);
  await page.getByRole("menuitemradio", { name: /Magpie Q8_0/ }).click();
  await expect(page.getByRole("button", { name: /Magpie Q8_0/ }).first()).toBeVisible();
  await ask(page, "Hello again");
  expect(await answered(page)).toContain("Rattle twice");
  await expect(lastAnswer(page)).toContainText("Magpie Q8_0");

  await go(page, "/models");
  await page.getByRole("row", { name: /Magpie Q8_0/ }).click();
  await page.getByRole("button", { name: t("models.unload") }).click();
  await expect(page.getByRole("row", { name: /Magpie Q8_0/ })).not.toContainText(t("models.inUse"));
});

test("a base model says in one sentence what that means", async ({ page }) => {
  await expect(page.getByText(/was never taught to answer/)).toBeVisible();
  await page
    .getByRole("button", { name: t("chat.mode.text"), exact: true })
    .first()
    .click();
  await expect(page.getByRole("textbox", { name: t("chat.composer.text") })).toBeVisible();
});

/** The same file with another number of tensors: the second of the header's counts, 64 bits at byte 8 (GGUF version 3). */
function withCount(file: Buffer, count: bigint): Buffer {
  const copy = Buffer.from(file);
  copy.writeBigUInt64LE(count, 8);
  return copy;
}
