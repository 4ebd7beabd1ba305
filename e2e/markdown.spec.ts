import Database from "better-sqlite3";
import { join } from "node:path";
import { answered, ask, begin, conversation, prose, lastAnswer, SHORT_QUESTION } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { t } from "./fixtures/words.ts";

/** What a model might write, by chance or because a document told it to. The guard of every spec fails if a request leaves. */
const HOSTILE = `# A heading

<script>document.title = "taken"</script> <img src="https://pictures.invalid/raw.png" onerror="document.title='taken'">

![a picture](https://pictures.invalid/pixel.png?words=secret) and [a link](https://links.invalid/page) and
[another](javascript:document.title='taken') and <style>body { display: none }</style>

| left | right |
|---|---|
| 1 | 2 |

\`\`\`js
const answer = 42;
\`\`\`

Euler: $e^{i\\pi} + 1 = 0$
`;

test("an answer is drawn as Markdown and can do nothing", async ({ cloister, page }) => {
  await begin(page);
  await ask(page, SHORT_QUESTION);
  await answered(page);
  const again = await cloister.restart(() => {
    writeAnswer(join(cloister.folders.dataDir, "cloister.db"), HOSTILE);
  });
  await again.getByRole("link", { name: SHORT_QUESTION }).click();

  const answer = prose(lastAnswer(again));
  await expect(answer.getByRole("heading", { name: "A heading" })).toBeVisible();
  await expect(answer.getByRole("cell", { name: "2" })).toBeVisible();
  await expect(answer.locator(".hljs-keyword")).toHaveText("const");
  await expect(answer.locator(".katex").first()).toBeVisible();
  await expect(answer.locator("script, img, style, iframe, a[href]")).toHaveCount(0);
  await expect(answer).toContainText("<script>");
  await expect(again).toHaveTitle(/Cloister/);

  await answer.getByRole("button", { name: "a link" }).click();
  const dialog = again.getByRole("dialog");
  await expect(dialog).toContainText("https://links.invalid/page");
  await dialog.getByRole("button", { name: t("chat.address.stay") }).click();
  await answer.getByRole("button", { name: "another" }).click();
  await expect(dialog.getByRole("button", { name: t("chat.address.open") })).toHaveCount(0);
  await dialog.getByRole("button", { name: t("chat.address.stay") }).click();
  await expect(conversation(again)).toBeVisible();
});

function writeAnswer(database: string, text: string): void {
  const db = new Database(database);
  db.prepare("UPDATE messages SET text = ? WHERE role = 'assistant'").run(text);
  db.close();
}
