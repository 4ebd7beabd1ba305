import { findings } from "./fixtures/axe.ts";
import { answered, ask, lastAnswer, prose, SHORT_QUESTION } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("answers come as the fields of a form, are shown as a table and a tree, and copied; a schema says beforehand what it cannot do", async ({
  page,
}) => {
  await ask(page, SHORT_QUESTION);
  await answered(page);
  await page.getByRole("button", { name: t("structured.change.label") }).click();
  const dialog = page.getByRole("dialog", { name: t("structured.title") });
  await dialog.getByRole("radio", { name: t("structured.as.fields"), exact: true }).check();
  const field = (number: number) => dialog.getByRole("group", { name: t("structured.field.number", { number }) });
  await field(1)
    .getByRole("textbox", { name: t("structured.field.name") })
    .fill("city");
  await dialog.getByRole("button", { name: t("structured.field.add") }).click();
  await field(2)
    .getByRole("textbox", { name: t("structured.field.name") })
    .fill("size");
  await field(2)
    .getByRole("combobox", { name: t("structured.field.kind") })
    .selectOption({ label: t("structured.kind.choice") });
  await field(2)
    .getByRole("textbox", { name: t("structured.field.choices") })
    .fill("large, small");
  expect(await findings(page, "the form of an answer")).toEqual([]);

  await dialog.getByRole("radio", { name: t("structured.as.schema"), exact: true }).check();
  const schema = dialog.getByRole("textbox", { name: t("structured.as.schema") });
  await expect(schema).toHaveValue(/"enum": \[\s+"large",\s+"small"\s+\]/);
  const made = await schema.inputValue();
  await schema.fill('{ "type": "string", "pattern": "^DE" }');
  await expect(dialog.getByText(/nothing can hold a model to “pattern”/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: t("structured.use") })).toBeDisabled();
  await schema.fill(made);
  await expect(dialog.getByText(t("structured.fine"))).toBeVisible();
  await dialog.getByRole("button", { name: t("structured.use") }).click();
  await expect(page.getByText(t("structured.fields", { names: "city, size" }))).toBeVisible();

  await ask(page, "Which city is the capital of France?");
  await answered(page);
  const answer = prose(lastAnswer(page));
  await expect(answer.getByRole("rowheader", { name: "city", exact: true })).toBeVisible();
  await expect(answer.getByRole("row", { name: /^size (large|small)$/ })).toBeVisible();
  expect(await findings(page, "an answer as a table")).toEqual([]);
  await answer.getByRole("radio", { name: t("structured.view.tree"), exact: true }).check();
  await expect(answer.getByRole("listitem").filter({ hasText: /^size (large|small)$/ })).toBeVisible();
  await answer.getByRole("radio", { name: t("structured.view.json"), exact: true }).check();
  expect(Object.keys(JSON.parse(await answer.locator("code").innerText()) as object)).toEqual(["city", "size"]);
  await page.reload();
  await expect(prose(lastAnswer(page)).getByRole("row", { name: /^size / })).toBeVisible();
});
