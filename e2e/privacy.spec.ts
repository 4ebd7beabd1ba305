import { existsSync } from "node:fs";
import { answered, ask, begin, SHORT_QUESTION } from "./fixtures/person.ts";
import { remoteAddresses } from "./fixtures/sockets.ts";
import { expect, test } from "./fixtures/test.ts";

test("nothing leaves: not from the page, not from the app, not from the engine", async ({ cloister, page }) => {
  test.skip(!existsSync("/proc/net/tcp"), "sockets of processes can be listed on Linux only");
  const seen = new Set<string>();
  const look = setInterval(() => {
    for (const address of remoteAddresses([cloister.pid, ...cloister.engines()])) seen.add(address);
  }, 50);
  await begin(page);
  await ask(page, SHORT_QUESTION);
  await answered(page);
  clearInterval(look);
  // The page's own connection is seen, so the look is not blind; nothing else is.
  expect([...seen].filter((address) => !address.startsWith("127.") && address !== "::1")).toEqual([]);
  await expect(page.getByRole("button", { name: /^Offline · 0 connections/ })).toBeVisible();
});
