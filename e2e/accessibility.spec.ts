import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { answered, ask, begin, SHORT_QUESTION } from "./fixtures/person.ts";
import { go, PAGES, THEMES, WIDTHS } from "./fixtures/rooms.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

test("the welcome has nothing for axe to find", async ({ page }) => {
  await expect(page.getByRole("button", { name: t("welcome.sample.try"), exact: true })).toBeVisible();
  expect(await findings(page, "welcome")).toEqual([]);
});

test("no page has anything for axe to find, in either theme, at three widths", async ({ page }) => {
  test.setTimeout(300_000);
  await begin(page);
  expect(await findings(page, "new chat")).toEqual([]);
  await ask(page, SHORT_QUESTION);
  await answered(page);
  expect(await findings(page, "chat")).toEqual([]);
  for (const path of PAGES) {
    await go(page, path);
    expect(await findings(page, path)).toEqual([]);
  }
});

test("the palette has nothing for axe to find", async ({ page }) => {
  await begin(page);
  await page.keyboard.press("Control+K");
  await expect(page.getByRole("combobox")).toBeFocused();
  expect(await findings(page, "palette")).toEqual([]);
});

async function findings(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of WIDTHS) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      // Colours fade for 80 ms after a change of theme; axe would see a mixture.
      await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== "running"));
      const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze();
      for (const { id, nodes } of violations) {
        const targets = nodes.map((node) => node.target.join(" ")).join(", ");
        found.push(`${where}, ${theme}, ${String(size.width)}: ${id} at ${targets}`);
      }
    }
  }
  await page.setViewportSize(WIDTHS[0]);
  await page.emulateMedia({ colorScheme: null });
  return found;
}
