import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The bundles of main run under Node (see ARCHITECTURE.md, "Processes"); what is in `dependencies` stays external. */
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: at("main/electron/index.ts"),
          headless: at("main/headless/index.ts"),
          engine: at("main/engine/index.ts"),
          trainer: at("main/trainer/index.ts"),
          hasher: at("main/hasher/index.ts"),
          parser: at("main/parser/index.ts"),
          "store-thread": at("main/store/thread.ts"),
          "download-thread": at("main/models/hub/download/download-thread.ts"),
          "hash-thread": at("main/models/hub/download/hash-thread.ts"),
          "inspect-worker": at("main/models/library/inspect-worker.ts"),
          "adapters-thread": at("main/models/adapters/thread-entry.ts"),
          "documents-thread": at("main/documents/index/thread-entry.ts"),
          "export-thread": at("main/chat/exchange/export/thread-entry.ts"),
          "preset-try-worker": at("main/models/presets/try-worker.ts"),
        },
        output: { format: "es" },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { index: at("preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "renderer",
    base: "./",
    plugins: [react()],
    // Source maps and comments are for us; a page starts faster without. Nothing is inlined: the CSP allows no fonts from `data:`.
    build: {
      minify: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_500,
      rollupOptions: { input: at("renderer/index.html") },
    },
  },
});
