import { defineConfig } from "@playwright/test";
import { findChromium } from "./e2e/fixtures/chromium.ts";
import type { FaceOptions } from "./e2e/fixtures/test.ts";

const executablePath = findChromium();

/** What a person does, in a real browser against the built app; the same specs in Electron where its program is here. */
export default defineConfig<FaceOptions>({
  testDir: "e2e",
  outputDir: "test-results",
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"] === undefined ? [["list"]] : [["list"], ["json"]],
  // The model takes every core there is: specs beside one another would only time each other out.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env["CI"] === "true",
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "headless", use: { face: "headless" } },
    { name: "electron", use: { face: "electron" }, testIgnore: "**/*.headless.spec.ts" },
  ],
});
