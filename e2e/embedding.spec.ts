import { rmSync } from "node:fs";
import type { Page } from "@playwright/test";
import { findings } from "./fixtures/axe.ts";
import { LEASE, makeCollection, writeDocuments } from "./fixtures/documents.ts";
import { addFile, writeTinyModel, writeTinyReranker } from "./fixtures/own-models.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, freshTest } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

/** "7 of 7 passages are found by meaning." */
const ALL = /(\d+) of \1 passages are found by meaning\.$/;

freshTest(
  "another model for meaning is chosen, reads the passages again, and stays chosen",
  async ({ page, cloister }) => {
    await makeCollection(page, "Lease", writeDocuments(cloister.folders, { "lease.md": LEASE }));
    await addFile(page, writeTinyModel(cloister.folders, "Tiny vectors", { isEmbedding: true, template: "none" }));
    await go(page, "/settings/documents");
    const choice = page.getByRole("combobox", { name: t("embedding.model") });
    await expect(choice).toContainText("comes with Cloister");
    await expect(page.getByText(ALL)).toBeVisible();
    expect(await findings(page, "the settings of documents")).toEqual([]);

    await choice.selectOption({ label: "Tiny vectors" });
    const dialog = page.getByRole("dialog", { name: t("embedding.change.title", { name: "Tiny vectors" }) });
    await expect(dialog.getByRole("button", { name: t("ui.cancel") })).toBeFocused();
    expect(await findings(page, "the question before passages are read again")).toEqual([]);
    await dialog.getByRole("button", { name: t("ui.cancel") }).click();
    await expect(choice).toContainText("comes with Cloister");
    await choice.selectOption({ label: "Tiny vectors" });
    await dialog.getByRole("button", { name: t("embedding.change.verb") }).click();
    const chosen = choice.locator("option:checked");
    await expect(chosen).toHaveText("Tiny vectors", { timeout: 30_000 });
    await expect(page.getByText(ALL)).toBeVisible({ timeout: 30_000 });

    await page.reload();
    await expect(chosen).toHaveText("Tiny vectors");
    await expect(page.getByText(ALL)).toBeVisible();
  },
);

freshTest(
  "a model that ranks puts the passages in its order, and the result says so; one whose file is gone is named",
  async ({ page, cloister }) => {
    await makeCollection(page, "Lease", writeDocuments(cloister.folders, { "lease.md": LEASE }));
    const file = writeTinyReranker(cloister.folders, "Tiny ranks", " dog");
    await addFile(page, file);
    const first = (of: Page) => of.locator(".hit").first();
    const ask = async (of: Page) => {
      await go(of, "/documents/search");
      const field = of.getByRole("searchbox", { name: t("documents.search.field") }).last();
      await field.fill("when is the rent due?");
      await field.press("Enter");
      await expect(first(of)).toBeVisible();
    };
    const choice = (of: Page) => of.getByRole("combobox", { name: t("embedding.reranker") });
    await ask(page);
    await expect(first(page)).toContainText("yearly rent");

    await go(page, "/settings/documents");
    await choice(page).selectOption({ label: "Tiny ranks" });
    await ask(page);
    await expect(first(page)).toContainText("one dog");
    await expect(page.getByText(t("documents.coverage.ordered", { by: "Tiny ranks" }))).toBeVisible();

    const again = await cloister.restart(() => Promise.resolve(rmSync(file)));
    await go(again, "/settings/documents");
    await expect(choice(again).locator("option:checked")).toHaveText(t("embedding.reranker.gone"));
    await ask(again);
    await expect(first(again)).toContainText("yearly rent");
  },
);
