import type { Page } from "@playwright/test";
import { findings } from "./fixtures/axe.ts";
import { addFile, chatWith, tryFile, writeTinyModel } from "./fixtures/own-models.ts";
import { answered, ask, chatList, composer, lastAnswer } from "./fixtures/person.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

/** What lies over a page has been opened by someone; axe sees it only then. */

test("menus of a chat have nothing for axe to find", async ({ page }) => {
  await ask(page, "What is the capital of Malta?");
  await answered(page);
  const menus = [
    page.getByRole("button", { name: t("chat.more"), exact: true }),
    page.getByRole("button", { name: t("chat.more.of", { title: "What is the capital of Malta?" }) }),
    page.locator("button.switcher"),
  ];
  for (const [index, button] of menus.entries()) {
    await button.click();
    await expect(page.getByRole("menu")).toBeVisible();
    expect(await findings(page, `menu ${String(index)} of a chat`)).toEqual([]);
    await page.keyboard.press("Escape");
  }
  await lastAnswer(page).hover();
  await lastAnswer(page)
    .getByRole("button", { name: t("chat.details") })
    .click();
  await composer(page).fill("A draft");
  expect(await findings(page, "an answer with its details")).toEqual([]);
});

test("a toast, the notices and the bin have nothing for axe to find", async ({ page }) => {
  await ask(page, "What is the capital of Peru?");
  await answered(page);
  await chatList(page).getByRole("link", { name: "What is the capital of Peru?" }).press("Delete");
  const toast = page.locator(".toast");
  await expect(toast).toBeVisible();
  // Its time stands still while one is inside.
  await toast.getByRole("button", { name: t("ui.close") }).focus();
  expect(await findings(page, "toast")).toEqual([]);
  await toast.getByRole("button", { name: t("ui.close") }).click();

  await page.getByRole("button", { name: t("app.notices.count", { count: 1 }) }).click();
  await expect(page.getByRole("region", { name: t("app.notices") })).toBeVisible();
  expect(await findings(page, "notices")).toEqual([]);
  await page.keyboard.press("Escape");

  await chatList(page)
    .getByRole("button", { name: t("chat.bin"), exact: true })
    .click();
  await chatList(page)
    .getByRole("button", { name: t("chat.bin.erase.of", { title: "What is the capital of Peru?" }) })
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await findings(page, "the bin and its question")).toEqual([]);
  await page.keyboard.press("Escape");

  await go(page, "/settings/privacy");
  await page.getByRole("button", { name: t("privacy.bin.doEmpty") }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await findings(page, "the question before the bin is emptied")).toEqual([]);
});

test("dialogs of models and a failure have nothing for axe to find", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await go(page, "/models");
  await page.getByRole("button", { name: t("models.add") }).click();
  expect(await findings(page, "the menu for adding models")).toEqual([]);
  await page.keyboard.press("Escape");
  await tryFile(page, "/nowhere/at-all.gguf");
  await expect(page.getByRole("dialog").getByRole("textbox")).toHaveAccessibleDescription(/./);
  expect(await findings(page, "the dialog for a file")).toEqual([]);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("ui.cancel") })
    .click();

  await addFile(page, writeTinyModel(cloister.folders, "Strange", { architecture: "abacus" }));
  await chatWith(page, "Strange");
  await ask(page, "Hello");
  await expect(lastAnswer(page).getByRole("alert")).toBeVisible();
  expect(await findings(page, "an answer that failed")).toEqual([]);
  await openJobs(page);
  expect(await findings(page, "jobs")).toEqual([]);
});

test("dialogs of the settings have nothing for axe to find", async ({ page }) => {
  await go(page, "/settings/about");
  await page.getByRole("button", { name: t("settings.about.notices") }).click();
  await expect(page.getByRole("dialog").getByRole("region")).toContainText("MIT");
  expect(await findings(page, "third-party notices")).toEqual([]);
  await page.keyboard.press("Escape");

  await go(page, "/settings/keys");
  await page.getByRole("button", { name: t("settings.keys.changeOne", { action: t("keys.palette") }) }).click();
  await page.keyboard.press("Alt+N");
  await expect(page.getByRole("alert")).toBeVisible();
  expect(await findings(page, "a key that another action has")).toEqual([]);
});

test("a page that has lost the app has nothing for axe to find", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "a window has no socket that a test could cut");
  let isCut = false;
  const cuts: (() => Promise<void>)[] = [];
  await page.routeWebSocket(/\/rpc$/, async (socket) => {
    if (isCut) return socket.close();
    socket.connectToServer();
    cuts.push(() => socket.close());
  });
  await page.reload();
  await expect(composer(page)).toBeVisible();
  isCut = true;
  for (const cut of cuts) await cut();
  await expect(page.getByText(t("app.connectionLost"))).toBeVisible();
  expect(await findings(page, "a lost connection")).toEqual([]);
  // As after a restart: the app answers, and does not know the cookie.
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  isCut = false;
  await expect(page.getByText(t("app.connectionRefused"))).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(t("app.connectionLost"))).toHaveCount(0);
  await page.context().addCookies(cookies);
  await expect(page.getByText(t("app.connectionRestored"))).toBeVisible({ timeout: 15_000 });
});

async function openJobs(page: Page): Promise<void> {
  await page
    .locator(".statusb[aria-controls]")
    .filter({ hasText: /job|failed/i })
    .first()
    .click();
  await expect(page.getByRole("region", { name: t("app.jobs") })).toBeVisible();
}
