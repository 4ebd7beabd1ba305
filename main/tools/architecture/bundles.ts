import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a built bundle must not contain, whatever the imports in the sources looked like before the bundler was at them. */
const BUNDLE_RULES = [
  {
    bundle: "main/headless.js",
    packages: ["electron", "node-llama-cpp", "koffi", "pdfjs-dist"],
    why: "headless mode runs under plain Node, and native engines run in children",
  },
  {
    bundle: "main/engine.js",
    packages: ["electron", "better-sqlite3", "koffi"],
    why: "the engine is llama.cpp and nothing else",
  },
  {
    bundle: "main/trainer.js",
    packages: ["electron", "better-sqlite3", "node-llama-cpp"],
    why: "the trainer is ggml and nothing else",
  },
  {
    bundle: "main/parser.js",
    packages: ["electron", "better-sqlite3", "node-llama-cpp", "koffi"],
    why: "the parser reads files of others and knows nothing else",
  },
  { bundle: "main/index.js", packages: ["node-llama-cpp", "koffi"], why: "native engines run in children" },
] as const;

/** Marks that a minifier keeps: every zod 4 schema holds its internals as `_zod`. */
const RENDERER_MARKS = [
  { mark: /\b_zod\b/, why: "zod is in the page: import the contract's types only" },
  { mark: /["'`]node:/, why: "a Node module is in the page" },
  { mark: /__vite-browser-external/, why: "a Node module is in the page" },
];

/** Problems of what electron-vite built into `out`, one sentence each. */
export function findBundleProblems(out: string): string[] {
  return [...mainProblems(out), ...preloadProblems(out), ...rendererProblems(out)];
}

function mainProblems(out: string): string[] {
  return BUNDLE_RULES.flatMap(({ bundle, packages, why }) => {
    const entry = join(out, bundle);
    if (!existsSync(entry)) return [];
    const found = packagesOf(entry);
    return packages.filter((name) => found.has(name)).map((name) => `out/${bundle} contains ${name}: ${why}.`);
  });
}

function preloadProblems(out: string): string[] {
  const entry = join(out, "preload/index.cjs");
  if (!existsSync(entry)) return [];
  return [...packagesOf(entry)]
    .filter((name) => name !== "electron")
    .map((name) => `out/preload/index.cjs needs ${name}: a sandboxed preload has Electron alone.`);
}

function rendererProblems(out: string): string[] {
  const assets = join(out, "renderer/assets");
  if (!existsSync(assets)) return [];
  return readdirSync(assets)
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => {
      const code = readFileSync(join(assets, file), "utf8");
      return RENDERER_MARKS.filter(({ mark }) => mark.test(code)).map(
        ({ why }) => `out/renderer/assets/${file}: ${why}.`,
      );
    });
}

/** Packages that an entry or any of its chunks imports ("electron" also for "electron/main"). */
function packagesOf(entry: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(entry) || !existsSync(entry)) return packages;
  seen.add(entry);
  for (const specifier of specifiersOf(readFileSync(entry, "utf8"))) {
    if (specifier.startsWith(".")) {
      for (const name of packagesOf(join(dirname(entry), specifier), seen)) packages.add(name);
    } else {
      packages.add(
        specifier
          .split("/")
          .slice(0, specifier.startsWith("@") ? 2 : 1)
          .join("/"),
      );
    }
  }
  return packages;
}

function specifiersOf(code: string): string[] {
  const imports = /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;
  return [...code.matchAll(imports)].map((match) => match[1] ?? "");
}
