import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultDataDir } from "#main/lib/default-data-dir.ts";
import { parseHeadlessArgs } from "./args.ts";

describe("arguments", () => {
  it("name port and folder, and keep the browser and the sample model away", () => {
    expect(parseHeadlessArgs(["--port", "0", "--data-dir", "d", "--no-open", "--no-sample"])).toEqual({
      port: 0,
      dataDir: resolve("d"),
      openBrowser: false,
      sample: false,
    });
    expect(parseHeadlessArgs([])).toMatchObject({ port: null, openBrowser: true, sample: true });
  });

  it("that are not known or not a port are refused with what is known", () => {
    expect(() => parseHeadlessArgs(["--prt", "1"])).toThrow("--port N");
    for (const port of ["-1", "65536", "1.5", "x", ""])
      expect(() => parseHeadlessArgs([`--port=${port}`])).toThrow("not a port");
  });
});

describe("the usual data folder", () => {
  const homeDir = "/home/me";

  it("is where each system keeps such data", () => {
    expect(defaultDataDir({ platform: "linux", env: {}, homeDir })).toBe("/home/me/.local/share/cloister");
    expect(defaultDataDir({ platform: "linux", env: { XDG_DATA_HOME: "/data" }, homeDir })).toBe("/data/cloister");
    expect(defaultDataDir({ platform: "linux", env: { XDG_DATA_HOME: "data" }, homeDir })).toBe(
      "/home/me/.local/share/cloister",
    );
    expect(defaultDataDir({ platform: "darwin", env: {}, homeDir })).toBe(
      "/home/me/Library/Application Support/Cloister",
    );
    expect(defaultDataDir({ platform: "win32", env: { APPDATA: "/roaming" }, homeDir })).toBe("/roaming/Cloister");
  });
});
