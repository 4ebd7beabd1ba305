import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../test/command.ts";
import { formatNotices } from "./format.ts";
import { shippedPackages } from "./shipped.ts";

const packages = shippedPackages(root);
const names = packages.map((each) => each.name);

test("THIRD-PARTY-NOTICES is current; otherwise: npm run notices", () => {
  const written = readFileSync(join(root, "THIRD-PARTY-NOTICES"), "utf8");
  expect(written === formatNotices(root, packages)).toBe(true);
});

test("what runs in the app and what is bundled into the page are in, tools are not", () => {
  expect(names).toEqual(expect.arrayContaining(["node-llama-cpp", "zod", "react", "react-dom"]));
  for (const tool of ["vitest", "eslint", "typescript", "electron-builder"]) expect(names).not.toContain(tool);
});

test("every package names a licence that lets us ship it", () => {
  const free = /^\(?(MIT|ISC|BSD|Apache-2\.0|0BSD|BlueOak|CC0|Unlicense|OFL|Python-2\.0|MPL-2\.0)/;
  expect(packages.filter((each) => !free.test(each.license ?? "")).map((each) => [each.name, each.license])).toEqual(
    [],
  );
});
