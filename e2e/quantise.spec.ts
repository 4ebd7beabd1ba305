import { findings } from "./fixtures/axe.ts";
import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const TEXT = "the cat and the dog saw a bird in the garden of the house. ".repeat(12);

test("a smaller copy is made with the keyboard, judged by a text, compared and used", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Roomy", { type: "F16", says: ["Hello", " again"] }));
  await page.getByRole("row", { name: /Roomy/ }).click();
  await page.getByRole("button", { name: t("quantise.ask") }).press("Enter");
  const dialog = page.getByRole("dialog", { name: t("quantise.dialog", { name: "Roomy" }) });
  await expect(dialog).toContainText(t("quantise.explained"));
  await dialog.getByRole("combobox", { name: t("quantise.size") }).selectOption("Q8_0");
  await expect(dialog.getByRole("status")).toContainText(/instead of/);
  await dialog.getByRole("textbox").fill(TEXT);
  await dialog.getByRole("switch", { name: t("quantise.importance") }).press("Space");
  expect(await findings(page, "the dialog of a smaller copy")).toEqual([]);
  await dialog.getByRole("button", { name: t("quantise.make") }).press("Enter");

  await page.getByRole("button", { name: /^Roomy Q8_0, / }).click();
  const compared = page.getByRole("region", { name: t("quantise.title.copy") });
  await expect(compared.getByRole("table")).toContainText(t("quantise.row.perplexity"));
  await expect(compared).toContainText(/In \d+ of 100 places/);
  expect(await findings(page, "a copy beside its original")).toEqual([]);

  await chatWith(page, "Roomy Q8_0");
  await ask(page, "Say hello");
  expect(await answered(page)).toContain("Hello again");
});

test("what is quantised already is not quantised again unless the person says so", async ({ page }) => {
  await go(page, "/models");
  await page.getByRole("row", { name: /Gemma/ }).click();
  await page.getByRole("button", { name: t("quantise.ask") }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(t("quantise.again", { type: "Q4_K_M" }));
  await expect(dialog.getByRole("status")).not.toContainText(t("quantise.plan.working"));
  const make = dialog.getByRole("button", { name: t("quantise.make") });
  await expect(make).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("switch", { name: t("quantise.again.do") }).click();
  await expect(make).not.toHaveAttribute("aria-disabled", "true");
  // The pane that it was opened from folds away in a narrow window.
  await page.setViewportSize({ width: 800, height: 600 });
  await expect(page.getByRole("complementary")).toHaveCount(0);
  await expect(make).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.locator("#main")).toBeFocused();
});
