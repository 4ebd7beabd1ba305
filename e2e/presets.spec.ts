import { findings } from "./fixtures/axe.ts";
import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask, lastAnswer } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const SPEAKER = "Preset speaker";
const SAYS = ["The", " answer", " is", " forty", "-", "two", "."] as const;

test("a preset is made, its template tried, measured, and taken in a chat by name", async ({ cloister, page }) => {
  if (cloister.face === "electron") test.skip(true, "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, SPEAKER, { says: SAYS }));
  await go(page, "/models/presets");
  await page.getByRole("combobox", { name: t("preset.model") }).selectOption({ label: SPEAKER });
  await page.getByRole("button", { name: t("preset.new"), exact: true }).click();
  const panel = page.getByRole("complementary", { name: t("preset.details"), exact: true });
  await panel.getByRole("textbox", { name: t("preset.name") }).fill("Quotes");
  await panel.getByRole("textbox", { name: t("preset.name") }).blur();
  await panel.getByRole("combobox", { name: t("preset.drafting"), exact: true }).selectOption("lookup");
  await expect(page.getByRole("row", { name: /Quotes.*Guessing ahead/ })).toBeVisible();

  await panel.getByRole("button", { name: t("preset.template.other.name") }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(t("preset.template.fine"))).toBeVisible();
  const template = dialog.getByRole("textbox", { name: t("preset.template.jinja") });
  await template.fill("{% for m in messages %}{{ m.content }");
  await expect(dialog.getByText(t("preset.template.wrong"), { exact: true })).toBeVisible();
  expect(await findings(page, "the template editor")).toEqual([]);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: t("preset.measure"), exact: true }).click();
  await expect(page.getByText(t("preset.fact.quotes"))).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: t("preset.table.show") }).click();
  await expect(page.getByRole("table", { name: t("preset.table") }).getByRole("row")).toHaveCount(2);
  expect(await findings(page, "presets")).toEqual([]);

  await chatWith(page, SPEAKER);
  await ask(page, "What is it?");
  await answered(page);
  await page.getByRole("combobox", { name: t("preset.heading"), exact: true }).selectOption({ label: "Quotes" });
  await ask(page, "Once more?");
  await answered(page);
  await expect(lastAnswer(page)).toContainText("The answer is forty-two.");
});

test("a template that cannot be used is said of the model and in its chats, which goes on plainly until it is given another", async ({
  cloister,
  page,
}) => {
  if (cloister.face === "electron") test.skip(true, "the system's file dialog cannot be driven");
  const name = "Broken speaker";
  const jinja = "{% for m in messages %}<|im_start|>{{ m['content'] }";
  await addFile(page, writeTinyModel(cloister.folders, name, { says: SAYS, template: { jinja } }));
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText(t("library.templateFault"));

  await chatWith(page, name);
  const note = page.getByText(t("chat.templateFault", { model: name }));
  await expect(note).toBeVisible();
  await ask(page, "What is it?");
  await answered(page);
  await expect(lastAnswer(page)).toContainText("The answer is forty-two.");
  await expect(note).toBeVisible();

  await page.getByRole("button", { name: t("chat.templateFault.do") }).click();
  const panel = page.getByRole("complementary", { name: t("preset.details"), exact: true });
  await expect(panel.getByText(t("preset.template.unreadable.form", { line: 1 }))).toBeVisible();
  expect(await findings(page, "a template that cannot be used")).toEqual([]);
  await panel.getByRole("button", { name: t("preset.template.fault.do") }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("textbox", { name: t("preset.template.jinja") })
    .fill("{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:");
  await expect(dialog.getByText(t("preset.template.fine"))).toBeVisible();
  await dialog.getByRole("button", { name: t("ui.save") }).click();
  await expect(panel.getByRole("textbox", { name: t("preset.name") })).toHaveValue(t("preset.template.fault.name"));
  await expect(panel.getByText(t("preset.template.replaced"))).toBeVisible();

  await chatWith(page, name);
  await expect(note).toHaveCount(0);
});
