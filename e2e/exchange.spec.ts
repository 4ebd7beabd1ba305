import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findings } from "./fixtures/axe.ts";
import { answered, ask } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("a chat is exported from its menu, and a folder that is not there is said", async ({ cloister, page }) => {
  await ask(page, "Say hello to the exchange office.");
  const answer = await answered(page);
  const folder = join(cloister.folders.files, "taken-away");
  mkdirSync(folder);
  await page
    .getByRole("main")
    .getByRole("button", { name: t("chat.more"), exact: true })
    .click();
  await page.getByRole("menuitem", { name: t("exchange.export.menu") }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(t("exchange.format.markdown.help"));
  const field = dialog.getByLabel(t("exchange.export.folder"), { exact: true });
  await expect(field).not.toHaveValue("");
  expect(await findings(page, "the dialog of the export")).toEqual([]);
  await field.fill(join(folder, "nowhere"));
  await field.press("Enter");
  await expect(dialog).toContainText(t("error.NOT_FOUND", { what: "folder" }));
  await field.fill(folder);
  await field.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => readdirSync(folder)).toEqual([expect.stringMatching(/\.md$/)]);
  const [name = ""] = readdirSync(folder);
  const markdown = readFileSync(join(folder, name), "utf8");
  expect(markdown).toContain("Say hello to the exchange office.");
  expect(markdown).toContain(answer.split("\n")[0] ?? "nothing");
});
