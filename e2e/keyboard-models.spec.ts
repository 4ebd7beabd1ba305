import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { tinyAdapter } from "#main/lib/gguf/tiny-adapter.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import type { Folders } from "./fixtures/folders.ts";
import { tabTo } from "./fixtures/keys.ts";
import { addFile, writeTinyModel } from "./fixtures/own-models.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

function writeAdapter(folders: Folders, name: string): string {
  const path = join(folders.files, `${name}.gguf`);
  writeFileSync(path, encodeGguf(tinyAdapter({ name })));
  return path;
}

/** Whoever works with the keys must always see where they are. */
async function expectFocus(on: Locator): Promise<void> {
  await expect(on).toBeFocused();
  const ring = await on.evaluate((element) => {
    const box = element.closest(".field") ?? element;
    return getComputedStyle(box).outlineStyle;
  });
  expect(ring).not.toBe("none");
}

async function press(page: Page, name: string, key = "Tab"): Promise<void> {
  await tabTo(page, name, key);
  await page.keyboard.press("Enter");
}

test("adapters and what a model costs are set with the keys alone, and the focus is never lost", async ({
  cloister,
  page,
}) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeAdapter(cloister.folders, "First voice"));
  await addFile(page, writeAdapter(cloister.folders, "Second voice"));
  await addFile(page, writeTinyModel(cloister.folders, "Keyed"));
  // What was added is what is shown.
  await expect(page.getByRole("row", { name: /Keyed/ })).toHaveAttribute("aria-current", "true");

  const strength = page.getByRole("slider", { name: t("adapters.strength", { name: "First voice" }) });
  for (const name of ["First voice", "Second voice"]) {
    const begin = page.getByRole("switch", { name: t("adapters.begin", { name, model: "Keyed" }) });
    // The shelf is worked out for the model that was added: nobody tabs to what is not there yet.
    await expect(begin).toBeVisible();
    await tabTo(page, t("adapters.begin", { name, model: "Keyed" }));
    await page.keyboard.press("Space");
    await expect(begin).toBeChecked();
  }
  await tabTo(page, t("adapters.up", { name: "Second voice" }));
  await page.keyboard.press("Enter");
  await expectFocus(page.getByRole("switch", { name: t("adapters.begin", { name: "Second voice", model: "Keyed" }) }));
  await strength.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(strength).toHaveValue("0.9");
  await press(page, t("adapters.reset.of", { name: "First voice" }));
  await expect(strength).toHaveValue("1");
  await expectFocus(strength);

  await tabTo(page, t("models.room"));
  const room = page.getByRole("slider", { name: t("models.room") });
  await expectFocus(room);
  const before = await room.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowLeft");
  await expect(room).not.toHaveAttribute("aria-valuetext", before ?? "");
  await press(page, t("quantise.ask"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expectFocus(page.getByRole("button", { name: t("quantise.ask") }));
});

test("a dialog has the keys from the moment that it is there until it is gone, whatever comes into it meanwhile", async ({
  cloister,
  page,
}) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Keyed"));
  const opener = page.getByRole("button", { name: t("quantise.ask") });
  await tabTo(page, t("quantise.ask"));
  await page.evaluate(() => {
    // Called after each step in which the page is drawn anew, before a key can be pressed.
    new MutationObserver(() => {
      const dialog = document.querySelector("dialog");
      const has = dialog?.contains(document.activeElement) === true;
      if (dialog !== null && !has) document.documentElement.dataset["keysLost"] = "yes";
      if (dialog === null && document.activeElement === document.body)
        document.documentElement.dataset["keysLost"] = "yes";
    }).observe(document.body, { childList: true, subtree: true });
  });
  for (let time = 0; time < 10; time += 1) {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    // At once sometimes, and sometimes when all has come.
    if (time % 2 === 1) await expect(page.getByRole("dialog").getByRole("combobox")).toBeVisible();
    await page.keyboard.press("Escape");
    await expectFocus(opener);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.press("Escape");
  await expectFocus(opener);
  expect(await page.evaluate(() => document.documentElement.dataset["keysLost"])).toBeUndefined();
});

test("the pages of the Models room and presets are walked with the keys alone, and the focus is never lost", async ({
  page,
}) => {
  await go(page, "/models");
  await tabTo(page, t("models.here"));
  await page.keyboard.press("ArrowRight");
  await expectFocusOnChoice(page, t("preset.tab"));
  await page.keyboard.press("ArrowRight");
  await expectFocusOnChoice(page, t("hub.tab"));
  await page.keyboard.press("ArrowLeft");
  await expectFocusOnChoice(page, t("preset.tab"));

  await press(page, t("preset.new"));
  const made = page.getByRole("row", { name: new RegExp(`^${t("preset.new.name")}`) });
  await expect(made).toHaveAttribute("aria-current", "true");
  await press(page, t("preset.usual.make.of", { name: t("preset.new.name") }));
  await expect(made).toContainText(t("preset.usual"));
  await expectFocus(made);
  await press(page, t("preset.remove"));
  await expect(made).toHaveCount(0);
  await expectFocus(page.getByRole("row", { name: new RegExp(`^${t("preset.none")}`) }));
});

async function expectFocusOnChoice(page: Page, name: string): Promise<void> {
  const choice = page.getByRole("radio", { name });
  await expect(choice).toBeChecked();
  await expect(choice).toBeFocused();
}
