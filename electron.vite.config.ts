import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

/** Four bundles run under Node (see ARCHITECTURE.md, "Four processes"); what is in `dependencies` stays external. */
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: "main/electron/index.ts",
          headless: "main/headless/index.ts",
          engine: "main/engine/index.ts",
        },
        output: { format: "es" },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: { input: { index: "preload/index.ts" }, output: { format: "cjs", entryFileNames: "[name].cjs" } },
    },
  },
  renderer: {
    root: "renderer",
    base: "./",
    plugins: [react()],
    build: { minify: true, rollupOptions: { input: "renderer/index.html" } },
  },
});
