import { expect, it } from "vitest";
import { insideDataDir } from "./paths.ts";

it("names what lies in the data folder from Cloister on, on every system", () => {
  expect(insideDataDir("/home/ada/.local/share/cloister/store.db", "/home/ada/.local/share/cloister")).toBe(
    "Cloister/store.db",
  );
  expect(insideDataDir("C:\\Data\\Cloister\\kv\\a", "C:\\Data\\Cloister")).toBe("Cloister/kv/a");
});

it("leaves a path elsewhere as it is, also one that only begins alike", () => {
  expect(insideDataDir("/srv/models", "/home/ada/cloister")).toBe("/srv/models");
  expect(insideDataDir("/home/ada/cloister-old/store.db", "/home/ada/cloister")).toBe(
    "/home/ada/cloister-old/store.db",
  );
});
