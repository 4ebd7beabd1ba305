import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask, lastAnswer } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const LONG = "Long reader";

test("an estimate follows the sliders to what is too large and back, and a chat goes on with another model", async ({
  cloister,
  page,
}) => {
  if (cloister.face === "electron") test.skip(true, "the system's file dialog cannot be driven");
  // Gigabytes for its conversation alone, with next to no weights.
  await addFile(
    page,
    writeTinyModel(cloister.folders, LONG, { layers: 128, contextTokens: 2_000_000, says: ["Yes", "."] }),
  );
  await addFile(page, writeTinyModel(cloister.folders, "Other", { says: ["No", "."] }));
  await page.getByRole("row", { name: new RegExp(LONG) }).click();
  const inspector = page.getByRole("complementary", { name: t("models.details") });
  const room = inspector.getByRole("slider", { name: t("models.room"), exact: true });
  await room.focus();
  await page.keyboard.press("End");
  await expect(inspector.getByText(t("fit.too-large"), { exact: true })).toBeVisible();
  await expect(inspector.getByRole("button", { name: t("models.load.anyway"), exact: true })).toBeVisible();
  await room.dblclick();
  await expect(inspector.getByRole("button", { name: t("models.load"), exact: true })).toBeVisible();

  await chatWith(page, LONG);
  await ask(page, "Hello");
  await answered(page);
  await page
    .getByRole("button", { name: new RegExp(LONG) })
    .first()
    .click();
  await page.getByRole("menuitemradio", { name: /Other/ }).click();
  await ask(page, "And now?");
  await answered(page);
  await expect(lastAnswer(page)).toContainText("Other");
  await expect(page.getByText("Hello", { exact: true }).first()).toBeVisible();
});
