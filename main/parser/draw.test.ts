import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPageDrawer } from "./draw.ts";
import { tinyPdf } from "./testing/tiny-pdf.ts";

test("a page of a file that was written anew is drawn as it is now", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cloister-test-"));
  try {
    const path = join(folder, "a.pdf");
    const drawer = createPageDrawer();
    const draw = () => drawer.draw({ path, name: "a.pdf", password: null, page: 1, widthPx: 200 });
    await writeFile(path, tinyPdf([[{ at: [72, 700], size: 40, text: "Before" }]]));
    const before = await draw();
    expect(await draw()).toEqual(before);
    await writeFile(path, tinyPdf([[{ at: [72, 300], size: 60, text: "After it" }]]));
    expect((await draw()).webp).not.toBe(before.webp);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
