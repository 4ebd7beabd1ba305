import { begin, beginText, stopText, textPage, writtenText } from "./fixtures/person.ts";
import { expect, freshTest, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

test("an engine killed while it writes: the words stay, the message says what happened, the next send works", async ({
  cloister,
  page,
}) => {
  await beginText(page);
  const before = await writtenText(page, 60);
  const engines = cloister.engines();
  expect(engines).not.toHaveLength(0);
  for (const pid of engines) process.kill(pid, "SIGKILL");

  await expect(textPage(page).getByRole("alert")).toContainText("The engine stopped while");
  const kept = await writtenText(page, 0);
  expect(kept.startsWith(before)).toBe(true);
  await textPage(page)
    .getByRole("button", { name: t("chat.continue") })
    .click();
  const longer = await writtenText(page, kept.length + 20);
  expect(longer.startsWith(kept)).toBe(true);
  await stopText(page);
  expect(cloister.engines().filter((pid) => engines.includes(pid))).toEqual([]);
});

freshTest(
  "a power cut while a text is written: what was there two seconds before is there again",
  async ({ cloister, page }) => {
    await begin(page);
    await beginText(page);
    const saved = await writtenText(page, 20);
    // Streamed text reaches the disk every 2 s at the latest: after that, `saved` is old enough.
    await page.waitForTimeout(2_500);

    const again = await cloister.crash();
    await again.getByRole("link", { name: /^It was a dark/ }).click();
    await expect(textPage(again).getByRole("alert")).toContainText("Cloister ended while this was under way");
    const kept = await writtenText(again, saved.length - 1);
    expect(kept.startsWith(saved)).toBe(true);

    await textPage(again)
      .getByRole("button", { name: t("chat.continue") })
      .click();
    const longer = await writtenText(again, kept.length + 20);
    expect(longer.startsWith(kept)).toBe(true);
    await stopText(again);
  },
);
