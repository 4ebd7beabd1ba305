import { defineConfig } from "vitest/config";
import { createTallyReporter } from "./main/tools/test/vitest-reporter.ts";

const tally = process.env["CLOISTER_TALLY"];

/** Two tiers: `unit` without a model in milliseconds, `integration` with the real one in seconds; and the rules of the house. */
export default defineConfig({
  test: {
    reporters: tally === undefined ? ["default"] : ["default", createTallyReporter(tally)],
    projects: [
      {
        test: {
          name: "unit",
          include: ["{main,preload,renderer,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.integration.test.ts", "main/architecture.test.ts"],
          environment: "node",
          // A process for each core instead of one for each file: reading the modules anew took longer than the tests.
          isolate: false,
          maxWorkers: "100%",
          setupFiles: "main/tools/test/real-time.ts",
          // Milliseconds each, but on a machine that is busy with something else.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["main/**/*.integration.test.ts"],
          environment: "node",
          maxWorkers: "100%",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "architecture",
          include: ["main/architecture.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
