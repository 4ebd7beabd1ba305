import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createIntl } from "react-intl";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBundleProblems } from "./tools/architecture/bundles.ts";
import { explain, findBreaches, type Breach } from "./tools/architecture/cruise.ts";
import { findFileProblems } from "./tools/architecture/files.ts";
import { importRules } from "./tools/architecture/import-rules.ts";
import { innocents, planted, plants } from "./tools/architecture/plants.ts";
import { sourceFiles } from "./tools/architecture/source-files.ts";
import { errorCodes, findTextUses, missingKeys, readCatalogue, unusedKeys } from "./tools/architecture/texts.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const sources = sourceFiles(root);
const temporary = mkdtempSync(join(tmpdir(), "cloister-architecture-"));
afterAll(() => {
  rmSync(temporary, { recursive: true, force: true });
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

describe("who imports whom", () => {
  let caught: Breach[] = [];
  beforeAll(async () => {
    const tree = join(temporary, "imports");
    write(tree, innocents);
    write(tree, Object.fromEntries(plants.map(({ file, code }) => [file, code])));
    const version = (names: string[]) => Object.fromEntries(names.map((name) => [name, "1.0.0"]));
    write(tree, {
      "package.json": JSON.stringify({
        type: "module",
        imports: { "#main/*": "./main/*", "#renderer/*": "./renderer/*" },
        dependencies: version(planted.dependencies),
        devDependencies: version(planted.devDependencies),
      }),
    });
    for (const name of [...planted.dependencies, ...planted.devDependencies]) {
      write(tree, {
        [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
        [`node_modules/${name}/index.js`]: "",
      });
    }
    caught = await findBreaches(tree);
  });

  test("the sources keep every rule", async () => {
    expect((await findBreaches(root)).map(explain)).toEqual([]);
  });

  test.each(plants)("$rule is seen in $file", ({ rule, file }) => {
    expect(caught).toContainEqual(expect.objectContaining({ rule, from: file }));
  });

  test("every rule has a plant that it must catch", () => {
    const planted = new Set(plants.map((plant) => plant.rule));
    expect(importRules.map((rule) => rule.name).filter((name) => name === undefined || !planted.has(name))).toEqual([]);
  });

  test("what only comes close to a breach is left alone", () => {
    const ring = "main/chat/w.ts";
    const wrongly = caught.filter((breach) => breach.from in innocents && breach.from !== ring);
    expect(wrongly.map(explain)).toEqual([]);
  });
});

describe("files", () => {
  test("names and lengths are those of the house", () => {
    expect(findFileProblems(root, sources)).toEqual([]);
  });

  test("a wrong name, a wrong folder and a file of two nouns are seen", () => {
    const tree = join(temporary, "files");
    const long = "x\n".repeat(301);
    const files = { "main/fooBar.ts": "", "main/Foo/a.ts": "", "renderer/button.tsx": "", "main/long.ts": long };
    write(tree, { ...files, "main/good-name.integration.test.ts": "x\n".repeat(300), "renderer/Button.tsx": "" });
    const problems = findFileProblems(tree, sourceFilesOf(tree));
    expect(problems.map((problem) => problem.split(":")[0])).toEqual(Object.keys(files).toSorted());
  });

  function sourceFilesOf(tree: string): string[] {
    for (const folder of ["preload", "bench", "e2e"]) mkdirSync(join(tree, folder), { recursive: true });
    return sourceFiles(tree);
  }
});

describe("ARCHITECTURE.md", () => {
  const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, object | undefined>;
  const names = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );

  test("every dependency is used", () => {
    const configs = readdirSync(root).filter((file) => file.endsWith(".config.ts"));
    const code = [...sources, ...configs].map((path) => readFileSync(join(root, path), "utf8")).join("\n");
    // Types come with their package, and Node as a package is what npm puts first in the path of every script.
    const own = names.filter((name) => !/^(@types\/|node-)/.test(name) || name === "node-llama-cpp");
    expect(own.filter((name) => !new RegExp(`["'/]${RegExp.escape(name)}["'/]`).test(code))).toEqual([]);
  });

  test("every dependency has its reason there", () => {
    const told = (name: string) => page.includes(name) || (name.startsWith("@types/") && page.includes("@types/*"));
    expect(names.filter((name) => !told(name))).toEqual([]);
  });

  test("every folder of main has its charter there", () => {
    const folders = readdirSync(join(root, "main"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => `\`main/${name}/\``).filter((folder) => !page.includes(folder))).toEqual([]);
  });
});

describe("built bundles", () => {
  const out = join(root, "out");

  test("each holds only what its process may load", ({ skip }) => {
    if (!existsSync(join(out, "main/headless.js"))) skip("nothing is built; npm run build");
    expect(findBundleProblems(out)).toEqual([]);
  });

  test("a package in the wrong bundle is seen, also in a chunk, and zod or Node in the page", () => {
    const tree = join(temporary, "out");
    write(tree, {
      "main/headless.js": 'import { a } from "./chunks/a.js";',
      "main/chunks/a.js": 'import{app}from"electron/main";',
      "main/engine.js": 'import D from "better-sqlite3"; import "node-llama-cpp";',
      "main/trainer.js": 'const k = await import("koffi"); import "node-llama-cpp";',
      "main/index.js": 'import "electron"; import "node-llama-cpp";',
      "preload/index.cjs": 'const e = require("electron"); const z = require("zod");',
      "renderer/assets/index.js": 'a._zod=1;import"node:fs"',
      "renderer/assets/fine.js": "zodiac",
    });
    expect(findBundleProblems(tree).map((problem) => problem.split(":")[0])).toEqual([
      "out/main/headless.js contains electron",
      "out/main/engine.js contains better-sqlite3",
      "out/main/trainer.js contains node-llama-cpp",
      "out/main/index.js contains node-llama-cpp",
      "out/preload/index.cjs needs zod",
      "out/renderer/assets/index.js",
      "out/renderer/assets/index.js",
    ]);
  });
});

describe("texts", () => {
  const catalogue = readCatalogue(join(root, "resources/texts/en"));
  const product = sources.filter((path) => /^(main|preload|renderer)\/.*\.tsx?$/.test(path));
  const uses = findTextUses(
    product
      .filter((path) => !/\.test\.tsx?$|^main\/tools\//.test(path))
      .map((path) => ({ path, code: readFileSync(join(root, path), "utf8") })),
  );

  test("every key that is asked for exists", () => {
    expect(missingKeys(catalogue, uses)).toEqual([]);
  });

  test("every key is used", () => {
    expect(unusedKeys(catalogue, uses)).toEqual([]);
  });

  test("every error code has its words", () => {
    const codes = errorCodes(readFileSync(join(root, "main/rpc/errors.ts"), "utf8"));
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !catalogue.has(`error.${code}`))).toEqual([]);
  });

  test("every message is well formed", () => {
    const intl = createIntl({ locale: "en", messages: {} });
    const broken = [...catalogue].filter(([, text]) => {
      try {
        intl.formatters.getMessageFormat(text, "en");
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
  });

  test("no message shouts, begs, apologises or promises", () => {
    const unwanted = /!|\bplease\b|\boops\b|\bsorry\b|\bAI\b|coming soon/i;
    expect([...catalogue].filter(([, text]) => unwanted.test(text))).toEqual([]);
  });

  test("a key without use and a use without key are seen", () => {
    const code = 't("chat.new"); t("chat.gone"); const k = `error.${code}`; const other = "chat.stop"; `${x}.y`;';
    const planted = findTextUses([{ path: "renderer/chat/x.tsx", code }]);
    const keys = new Map(
      ["chat.new", "chat.stop", "chat.left", "error.DISK_FULL", "errors.title"].map((key) => [key, ""]),
    );
    expect(missingKeys(keys, planted)).toEqual(["chat.gone"]);
    expect(unusedKeys(keys, planted)).toEqual(["chat.left", "errors.title"]);
  });
});
