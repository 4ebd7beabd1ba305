import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDesktopArgs } from "./args.ts";
import { readIntents, readLink } from "./intent.ts";

describe("a link", () => {
  it("shows a room or a chat", () => {
    expect(readLink("cloister://models")).toEqual({ kind: "show", route: "/models" });
    expect(readLink("cloister://privacy/")).toEqual({ kind: "show", route: "/settings/privacy" });
    expect(readLink("CLOISTER://chat/0190a0b0-0000-7000-8000-000000000000")).toEqual({
      kind: "show",
      route: "/chat/0190a0b0-0000-7000-8000-000000000000",
    });
  });

  it("does nothing else, whoever wrote it", () => {
    for (const link of [
      "cloister://",
      "cloister://nowhere",
      "cloister://chat/x/y",
      "cloister://chat/<script>",
      "cloister://chat/..%2f..",
      "https://chat",
      "cloister:chat",
      `cloister://chat/${"0".repeat(3_000)}`,
    ]) {
      expect([link, readLink(link)]).toEqual([link, null]);
    }
  });
});

describe("a command line", () => {
  it("brings models and links, in order, among what others put there", () => {
    const args = ["--enable-features=X", "out/main/index.js", "models/A.GGUF", "cloister://models", "notes.txt"];
    expect(readIntents(args, "/home/me")).toEqual([
      { kind: "model", path: resolve("/home/me", "models/A.GGUF") },
      { kind: "show", route: "/models" },
    ]);
  });

  it("names the data folder in both usual ways", () => {
    expect(parseDesktopArgs(["app", "--data-dir", "d", "--no-sandbox"], "/w").dataDir).toBe(resolve("/w/d"));
    expect(parseDesktopArgs(["--inspect=0", "--data-dir=/abs"], "/w").dataDir).toBe(resolve("/abs"));
    expect(parseDesktopArgs([], "/w").dataDir).not.toBe("");
  });
});
