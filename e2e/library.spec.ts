import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf, gguf } from "#main/lib/gguf/write.ts";
import { findings } from "./fixtures/axe.ts";
import { tinyModelBytes } from "./fixtures/own-models.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const MODEL = "Librarian";
const CALLED = "Night librarian";
const NOTE = "Good for letters, not for sums.";

/** What lets a model of this width see pictures, as llama.cpp's converter names it. */
function projectorBytes(width: number): Buffer {
  return encodeGguf({
    metadata: {
      "general.architecture": gguf.string("clip"),
      "general.type": gguf.string("mmproj"),
      "general.name": gguf.string("Reading glasses"),
      "clip.has_vision_encoder": gguf.bool(true),
      "clip.vision.projection_dim": gguf.u32(width),
    },
    tensors: tinyModel().tensors.slice(0, 1),
  });
}

test("a folder is added and watched; a model's card is checked, noted, starred and renamed", async ({
  cloister,
  page,
}) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  const folder = join(cloister.folders.files, "shelf");
  mkdirSync(folder);
  await go(page, "/models");
  await page.getByRole("button", { name: t("models.add"), exact: true }).click();
  await page.getByRole("menuitem", { name: t("models.add.folder") }).click();
  await page.getByRole("dialog").getByRole("textbox").fill(folder);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("models.path.folder.verb") })
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText(folder, { exact: true })).toBeVisible();

  writeFileSync(join(folder, "librarian.gguf"), tinyModelBytes({ name: MODEL }));
  const row = page.getByRole("row", { name: new RegExp(`^${MODEL}`) });
  await expect(row).toBeVisible();
  writeFileSync(join(folder, "mmproj-librarian.gguf"), projectorBytes(64));
  const projector = page.getByRole("row", { name: /mmproj|Reading glasses/ });
  await expect(projector).toContainText(t("library.notYet"));
  await expect(projector).toContainText(t("library.partOf", { name: MODEL }));

  await row.click();
  const card = page.getByRole("complementary", { name: t("models.details"), exact: true });
  await card.getByRole("button", { name: t("library.check.do"), exact: true }).click();
  await expect(card.getByLabel(t("library.check.sha256"), { exact: true })).toHaveText(/^[0-9a-f]{64}$/);
  await card.getByRole("button", { name: t("library.favourite.add"), exact: true }).click();
  await card.getByRole("button", { name: t("library.note.more"), exact: true }).click();
  const note = card.getByRole("textbox", { name: t("library.note"), exact: true });
  await note.fill(NOTE);
  await note.blur();
  expect(await findings(page, "the card of a model")).toEqual([]);

  await row.focus();
  await page.keyboard.press("F2");
  const name = page.getByRole("textbox", { name: t("library.name.of", { name: MODEL }) });
  await name.fill(CALLED);
  await name.press("Enter");
  const renamed = page.getByRole("row", { name: new RegExp(`^${CALLED}`) });
  await expect(renamed).toBeFocused();
  await page.keyboard.press("Control+Z");
  await expect(row).toBeVisible();
  await card.getByRole("button", { name: t("library.rename"), exact: true }).click();
  await name.fill(CALLED);
  await name.press("Enter");
  await expect(card.getByRole("heading", { level: 2 })).toHaveText(CALLED);

  await page.reload();
  await expect(renamed).toContainText(t("library.favourite"));
  await renamed.click();
  await expect(note).toHaveValue(NOTE);
  await projector.click();
  await expect(card.getByRole("heading", { name: t("library.projector"), exact: true })).toBeVisible();
  await expect(card.getByText(t("library.projector.images"), { exact: true })).toBeVisible();
  await expect(card.getByRole("button", { name: CALLED, exact: true })).toBeVisible();
});
