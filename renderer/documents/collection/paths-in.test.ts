import { expect, it } from "vitest";
import { pathsIn } from "./paths-in.ts";

it("takes a path a line, without the quotation marks of a file manager", () => {
  expect(pathsIn(" /m/lease.pdf\r\n\n\"C:\\My files\\a.docx\"\n'/m/it\\'s.txt'")).toEqual([
    "/m/lease.pdf",
    "C:\\My files\\a.docx",
    "/m/it\\'s.txt",
  ]);
  expect(pathsIn(" \n ")).toEqual([]);
});
