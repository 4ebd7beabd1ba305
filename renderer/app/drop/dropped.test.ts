import { expect, it } from "vitest";
import { addressIn, pathsIn } from "./dropped.ts";

const data = (texts: Record<string, string>, files = 0) =>
  ({ getData: (type: string) => texts[type] ?? "", files: { length: files } }) as unknown as DataTransfer;

it("takes the address from what a browser drags", () => {
  expect(addressIn(data({ "text/uri-list": "# a comment\nhttps://hf.co/a/b\r\nhttps://hf.co/c/d" }))).toBe(
    "https://hf.co/a/b",
  );
  expect(addressIn(data({ "text/plain": " a/b:Q8_0 " }))).toBe("a/b:Q8_0");
  expect(addressIn(data({}))).toBeNull();
  expect(addressIn(data({ "text/plain": "x".repeat(3_000) }))).toBeNull();
  expect(addressIn(data({ "text/uri-list": "file:///a.gguf" }, 1))).toBeNull();
});

it("takes paths from the preload's message alone", () => {
  expect(pathsIn({ type: "cloister:dropped", paths: ["/m/a.gguf", 3, ""] })).toEqual(["/m/a.gguf"]);
  for (const other of ["cloister:port?", null, { paths: ["/a"] }, { type: "cloister:dropped", paths: "/a" }]) {
    expect(pathsIn(other)).toEqual([]);
  }
});
