import { defineConfig } from "@playwright/test";
import type { FaceOptions } from "./fixtures/test.ts";
import base from "../playwright.config.ts";

/** `npm run pictures`: takes the README's pictures from the running app; not a test. */
export default defineConfig<FaceOptions>({
  ...base,
  testDir: ".",
  testMatch: "pictures.ts",
  outputDir: "../test-results",
  projects: [{ name: "headless", use: { face: "headless" } }],
});
