import type { Page } from "@playwright/test";
import { answered, ask, begin, composer, SHORT_QUESTION } from "./fixtures/person.ts";
import { go, PAGES, WIDTHS } from "./fixtures/rooms.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

freshTest("a theme counts at once, everywhere, and after a restart", async ({ cloister, page }) => {
  await begin(page);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground(page);
  await go(page, "/settings/general");
  await page.getByRole("radio", { name: t("settings.theme.dark") }).check();
  await expect.poll(() => ground(page)).not.toBe(light);
  const dark = await ground(page);

  const again = await cloister.restart();
  await again.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => ground(again)).toBe(dark);
});

test("the system's theme is followed until one is chosen", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => ground(page)).not.toBe(light);
});

test("nothing is cut off or covered, from 1280 to 640 pixels", async ({ page }) => {
  await ask(page, SHORT_QUESTION);
  await answered(page);
  const chat = new URL(page.url()).hash.slice(1);
  for (const size of WIDTHS) {
    await page.setViewportSize(size);
    for (const path of [chat, ...PAGES]) {
      await go(page, path);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(sideways, `${path} at ${String(size.width)} scrolls sideways`).toBeLessThanOrEqual(0);
      await expect(page.getByRole("button", { name: /^Offline/ }), `the sign on ${path}`).toBeInViewport();
    }
    await go(page, chat);
    await expect(composer(page)).toBeInViewport();
  }
});

/** The colour that is seen behind everything. */
function ground(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.querySelector("main") ?? document.body).backgroundColor);
}
