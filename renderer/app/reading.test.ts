import { expect, it } from "vitest";
import { isAt, passagePath, readPlace } from "./reading.ts";

const passage = {
  documentId: "d",
  sha256: "0123456789abcdef0123",
  parts: [
    { page: 14, start: 100, end: 220 },
    { page: 15, start: 0, end: 50 },
  ],
  text: "",
  number: 1,
};

it("an address holds where a passage stands, and of which file", () => {
  const path = passagePath(passage);
  expect(path).toBe("/documents/d/read/14.100-220_15.0-50~0123456789ab");
  const place = readPlace(path.split("/").at(-1) ?? "");
  expect(place).toEqual({ page: 14, parts: passage.parts, sha256: "0123456789ab" });
  expect(isAt(passage, place)).toBe(true);
  expect(isAt({ ...passage, sha256: "f" }, place)).toBe(false);
});

it("a number is a page; what is neither is the first", () => {
  expect(readPlace("7")).toEqual({ page: 7, parts: [], sha256: "" });
  for (const odd of ["0", "", "x", "14.5", "1.2-", "../..", "9".repeat(30)]) expect(readPlace(odd).page).toBe(1);
});
