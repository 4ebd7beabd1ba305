import { expect, test } from "vitest";
import { readAll, sourceOf } from "../../testing/source.ts";
import { readImage } from "./read-image.ts";

const read = (bytes: Buffer) => readAll(readImage, sourceOf(bytes, { kind: "image" }));

/** The head of a picture that says how large it is, without its pixels. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.from("89504e470d0a1a0a0000000d494844520000000000000000080600000000000000", "hex");
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

test("a picture that would fill the memory is refused before it is decoded", async () => {
  await expect(read(pngOf(60_000, 60_000))).rejects.toThrow("3600 million pixels");
  const jpeg = Buffer.from("ffd8ffc0000b08ffffffff01011100ffd9", "hex");
  await expect(read(jpeg)).rejects.toThrow("million pixels");
});

test("what is cut off or no picture is refused in words", async () => {
  for (const bytes of [pngOf(10, 10), Buffer.from("ffd8ff", "hex"), Buffer.from("hello")])
    await expect(read(bytes)).rejects.toThrow("the picture is damaged");
  const { pages } = await read(Buffer.from("II*\0\xff\xff\xff\xff", "latin1"));
  expect(pages[0]?.problem).toBe("damaged");
});
