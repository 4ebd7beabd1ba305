import { words } from "#main/lib/words.ts";

/** What a browser without a session is shown. */
export function doorPage(): string {
  const title = words("door.title");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
<p>${words("door.text")}</p>
</html>
`;
}
