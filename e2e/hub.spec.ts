import type { Page } from "@playwright/test";
import { tinyModel } from "#main/lib/gguf/tiny-model.ts";
import { encodeGguf } from "#main/lib/gguf/write.ts";
import { bufferContent } from "#main/models/hub/testing/content.ts";
import { startTestHub, type TestHub } from "#main/models/hub/testing/hub-server.ts";
import { findings } from "./fixtures/axe.ts";
import { tabTo } from "./fixtures/keys.ts";
import { go } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const REPOSITORY = "archive/Letter-clerk-GGUF";
const MODEL = "Letter clerk Q8_0";
const LICENCE = "Do with it as you like, but read this first.";

/** A hub on this computer with one model of some megabytes, whose makers have terms. */
async function openHub(): Promise<TestHub> {
  const hub = await startTestHub();
  const model = bufferContent(encodeGguf(tinyModel({ name: "Letter clerk", layers: 24 })));
  const licence = bufferContent(Buffer.from(LICENCE));
  const files = new Map([
    ["letter-clerk-Q8_0.gguf", model],
    ["LICENSE", licence],
  ]);
  hub.repositories.set(REPOSITORY, { files, licence: "gemma", downloads: 1_234 });
  return hub;
}

/** By the keyboard alone. */
async function press(page: Page, name: string, key?: string): Promise<void> {
  await tabTo(page, name, key);
  await page.keyboard.press("Enter");
}

test("a model is found at a hub, its terms read, and brought here with a pause, by the keyboard alone", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await using hub = await openHub();
  const { host } = new URL(hub.address);
  const dialog = page.getByRole("dialog");
  await go(page, "/models/get");
  expect(await findings(page, "get models")).toEqual([]);

  await press(page, t("hub.settings"));
  const address = dialog.getByLabel(t("hub.set.address"), { exact: true });
  await expect(address).toBeFocused();
  expect(await findings(page, "where models come from")).toEqual([]);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(hub.address);
  await press(page, t("hub.set.save"));
  await expect(page.getByText(t("hub.find.help", { host }))).toBeVisible();

  // Nothing is asked before the person says so, and a refusal is one.
  await tabTo(page, t("hub.find"));
  await page.keyboard.type("letter");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: t("hub.ask.stay") })).toBeFocused();
  expect(await findings(page, "look for models")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  expect(hub.requests).toEqual([]);
  await expect(page.getByLabel(t("hub.find"))).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await press(page, t("hub.browse.on"));
  await expect(page.getByText(t("hub.found.count", { count: 1, text: "letter" }))).toBeVisible();
  expect(await findings(page, "what was found")).toEqual([]);

  await press(page, t("hub.show.of", { name: REPOSITORY }));
  await expect(
    page.getByText(t("hub.repository.facts", { licence: "Gemma Terms of Use", downloads: 1_234 })),
  ).toBeVisible();
  expect(await findings(page, "repository")).toEqual([]);
  await press(page, t("hub.terms"));
  await expect(dialog).toContainText(LICENCE);
  expect(await findings(page, "terms")).toEqual([]);
  await page.keyboard.press("Escape");
  await press(page, t("hub.online.off"), "Shift+Tab");
  await expect(page.getByText(t("hub.online"), { exact: true })).toHaveCount(0);

  hub.bytesPerSecond = 100_000;
  await press(page, t("hub.download.of", { name: MODEL }));
  await expect(dialog).toContainText(t("hub.ask.off", { host }));
  await expect(dialog).toContainText(REPOSITORY);
  const begin = dialog.getByRole("button", { name: t("hub.ask.on") });
  await expect(begin).toBeDisabled();
  expect(await findings(page, "download")).toEqual([]);
  await tabTo(page, t("hub.ask.accept", { licence: "Gemma Terms of Use" }));
  await page.keyboard.press("Space");
  await press(page, t("hub.ask.on"));
  await expect(dialog).toHaveCount(0);

  const progress = page.getByRole("region", { name: t("hub.tab") }).getByRole("progressbar", { name: MODEL });
  await expect.poll(async () => Number(await progress.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
  await press(page, t("hub.job.do", { what: t("job.pause"), name: MODEL }), "Shift+Tab");
  const resume = page.getByRole("button", { name: t("hub.job.do", { what: t("job.resume"), name: MODEL }) });
  await expect(resume).toBeVisible();
  const asked = hub.requests.length;
  expect(await findings(page, "a paused download")).toEqual([]);
  hub.bytesPerSecond = null;
  await press(page, t("hub.job.do", { what: t("job.resume"), name: MODEL }));
  await expect(page.getByRole("button", { name: t("hub.use.of", { name: MODEL }) })).toBeVisible();
  const ranges = hub.requests.slice(asked).flatMap(({ headers }) => headers.range ?? []);
  expect(ranges).not.toEqual([]);
  expect(ranges.filter((range) => range.startsWith("bytes=0-"))).toEqual([]);
  expect(hub.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);

  await go(page, "/models");
  await page.getByRole("row", { name: /Letter clerk/ }).click();
  const inspector = page.locator('[data-region="inspector"]');
  await expect(inspector.getByText(t("library.fact.from"), { exact: true })).toBeVisible();
  await expect(inspector).toContainText(REPOSITORY);
});
