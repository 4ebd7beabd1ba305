import { expect, test } from "vitest";
import type { DrawInput, DrawnPicture, ParserClient } from "#main/parser/client.ts";
import { createPictures } from "./pictures.ts";

/** A parser that draws a page when the test says so. */
function scripted() {
  const asked: { page: number; done: (picture: DrawnPicture) => void }[] = [];
  let parsers = 0;
  const parser: Pick<ParserClient, "draw" | typeof Symbol.dispose> = {
    draw: ({ page }) => new Promise((resolve) => asked.push({ page, done: resolve })),
    [Symbol.dispose]: () => undefined,
  };
  const open = () => {
    parsers += 1;
    return parser as ParserClient;
  };
  return { asked, open, parsers: () => parsers };
}

const picture = (webp = "x"): DrawnPicture => ({ webp, widthPx: 10, heightPx: 10 });
const input = (page: number): DrawInput => ({ path: "/a.pdf", name: "a.pdf", password: null, page, widthPx: 800 });
const wanted = () => new AbortController();
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("pages are drawn one at a time; who scrolls on takes back what waits", async () => {
  const { asked, open, parsers } = scripted();
  using pictures = createPictures(open);
  const gone = wanted();
  const first = pictures.draw(input(1), "v1", wanted().signal);
  const second = pictures.draw(input(2), "v1", gone.signal);
  const third = pictures.draw(input(3), "v1", wanted().signal);
  gone.abort();
  await expect(second).rejects.toMatchObject({ code: "CANCELLED" });
  expect(asked.map(({ page }) => page)).toEqual([1]);
  asked[0]?.done(picture());
  await first;
  await settled();
  expect(asked.map(({ page }) => page)).toEqual([1, 3]);
  asked[1]?.done(picture());
  expect(await third).toEqual(picture());
  expect(parsers()).toBe(1);
});

test("a page that was drawn is there at once, until newer ones take its room", async () => {
  const { asked, open } = scripted();
  using pictures = createPictures(open);
  const draw = async (page: number, webp: string) => {
    const pending = pictures.draw(input(page), "v1", wanted().signal);
    await settled();
    asked.at(-1)?.done(picture(webp));
    return pending;
  };
  const large = "x".repeat(30e6);
  await draw(1, large);
  expect(await pictures.draw(input(1), "v1", wanted().signal)).toEqual(picture(large));
  await draw(2, large);
  expect(asked).toHaveLength(2);
  void pictures.draw(input(1), "v1", wanted().signal).catch(() => undefined);
  await settled();
  expect(asked).toHaveLength(3);
});

test("a page of a file that has changed is drawn anew", async () => {
  const { asked, open } = scripted();
  using pictures = createPictures(open);
  for (const version of ["v1", "v2"]) {
    const pending = pictures.draw(input(1), version, wanted().signal);
    await settled();
    asked.at(-1)?.done(picture(version));
    expect(await pending).toEqual(picture(version));
  }
  expect(asked).toHaveLength(2);
});

test("of many that wait the oldest are given up; at the end all are", async () => {
  const { open } = scripted();
  const pictures = createPictures(open);
  const pending = Array.from({ length: 15 }, (_, at) => pictures.draw(input(at + 1), "v1", wanted().signal));
  const ends = Promise.allSettled(pending.slice(1));
  await expect(pending[1]).rejects.toMatchObject({ code: "CANCELLED" });
  pictures[Symbol.dispose]();
  expect((await ends).every(({ status }) => status === "rejected")).toBe(true);
});
