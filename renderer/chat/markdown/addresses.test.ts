import { describe, expect, it } from "vitest";
import { hostOf, openableAddress } from "./addresses.ts";

describe("addresses that may be opened", () => {
  it("are those of the web and of mail", () => {
    expect(openableAddress("https://example.org/a b")).toBe("https://example.org/a%20b");
    expect(openableAddress("mailto:me@example.org")).toBe("mailto:me@example.org");
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "vbscript:x",
    "/settings",
    "",
    "cloister://x",
  ])("are not %s", (address) => {
    expect(openableAddress(address)).toBeNull();
  });

  it("name the host in the letters that are asked for", () => {
    expect(hostOf("https://аpple.com/login")).toBe("xn--pple-43d.com");
    expect(hostOf("https://bank.example@evil.example/")).toBe("evil.example");
  });
});
