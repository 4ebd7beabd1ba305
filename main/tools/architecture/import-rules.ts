import type { IForbiddenRuleType } from "dependency-cruiser";

/**
 * Who may import whom (ARCHITECTURE.md, "Rules"), for dependency-cruiser. Paths are regular expressions from the project's root;
 * `$1` in a `to` is what the first group of the `from` matched. Each comment says what to do instead.
 */

const FEATURES = "chat|documents|models|privacy|review|server|settings|training|writing";
/** Tests, and what only tests use: files and folders named `testing`. */
const TESTS = String.raw`(\.test\.tsx?|/testing\.ts|/testing/[^/]+\.tsx?)$`;
const CONTRACTS = String.raw`^main/[^/]+/(contract|train-contract|[^/]+/contract)\.ts$`;
const SHAPES = String.raw`^main/rpc/(errors|shapes)\.ts$`;

export const importRules: IForbiddenRuleType[] = [
  {
    name: "contracts-are-pure",
    comment:
      "A contract holds zod schemas, types and oRPC's contract, nothing that needs Node or a page: move the rest out.",
    severity: "error",
    from: { path: [CONTRACTS, SHAPES] },
    to: { pathNot: ["^node_modules/(zod|@orpc/contract)/", CONTRACTS, SHAPES] },
  },
  {
    name: "renderer-sees-types-only",
    comment: "Import main's types with `import type`: its values would bring zod and Node into the page.",
    severity: "error",
    from: { path: "^renderer/" },
    to: { path: "^main/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "renderer-sees-contracts-only",
    comment: "A page knows the app by its contracts: put the type that it needs into a contract.ts.",
    severity: "error",
    from: { path: "^renderer/" },
    to: { path: "^main/", pathNot: [CONTRACTS, SHAPES] },
  },
  {
    name: "renderer-without-node",
    comment: "A page is sandboxed and has no Node: ask the app through the contract.",
    severity: "error",
    from: { path: "^renderer/", pathNot: TESTS },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "renderer-without-main-packages",
    comment: "This package belongs to the app process: ask the app through the contract.",
    severity: "error",
    from: { path: "^renderer/", pathNot: TESTS },
    to: {
      path: "^node_modules/(zod|electron|@orpc/(server|contract)|better-sqlite3|node-llama-cpp|koffi|hono|ws|pino)/",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "electron-at-the-edge",
    comment: "Only main/electron and preload know Electron: add what is needed to Host or ChildHost.",
    severity: "error",
    from: { path: "^(main|renderer)/", pathNot: "^main/(electron|tools)/" },
    to: { path: "^node_modules/electron/" },
  },
  {
    name: "llama-in-the-engine",
    comment: "llama.cpp can abort its process, so only the engine child loads it: extend the engine's contract.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/", pathNot: "^main/engine/" },
    to: { path: "^node_modules/(node-llama-cpp|@node-llama-cpp/)" },
  },
  {
    name: "foreign-functions-in-the-trainer",
    comment: "koffi can crash its process, so only the trainer child loads it.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/", pathNot: "^main/trainer/" },
    to: { path: "^node_modules/koffi/" },
  },
  {
    name: "foreign-files-in-the-parser",
    comment: "Documents are hostile input: only the parser child reads them, ask it through its client.",
    severity: "error",
    from: { path: "^(main|preload)/", pathNot: "^main/parser/" },
    to: {
      path: "^node_modules/(@napi-rs/canvas|@kenjiuno|@tesseract.js-data|tesseract.js-core|utif2|numfmt|pdfjs-dist|postal-mime|rtf-stream-parser|yauzl|htmlparser2)/",
    },
  },
  {
    name: "one-way-out",
    comment:
      "Connections leave through main/privacy/request.ts and receive.ts, which ask the policy (network.ts) and count them.",
    severity: "error",
    from: {
      path: "^main/",
      pathNot: [TESTS, "^main/(headless|tools)/", String.raw`^main/privacy/(request|receive)\.ts$`],
    },
    to: { path: "^(net|tls|http|https|http2|dgram|dns)(/|$)", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "features-know-little",
    comment:
      "A feature imports lib, store, jobs, errors, the children's clients, and of another feature its service's type: say in a service.ts (or models/lease.ts) what is needed.",
    severity: "error",
    from: { path: `^main/(${FEATURES})/`, pathNot: TESTS },
    to: {
      path: "^main/",
      pathNot: [
        "^main/$1/",
        "^main/(lib|store|jobs|support)/",
        SHAPES,
        CONTRACTS,
        String.raw`^main/rpc/(replay|to-error-shape)\.ts$`,
        String.raw`^main/(engine|trainer|hasher|parser)/(client|start|kv-states)\.ts$`,
        String.raw`^main/host\.ts$`,
        String.raw`^main/process/child-host\.ts$`,
        `^main/(${FEATURES})/service\\.ts$`,
        String.raw`^main/models/lease\.ts$`,
        String.raw`^main/privacy/(request|receive)\.ts$`,
      ],
    },
  },
  {
    name: "lib-without-business",
    comment: "lib helps everybody and knows nobody: move this to where its knowledge is.",
    severity: "error",
    from: { path: "^main/lib/", pathNot: TESTS },
    to: { path: "^main/", pathNot: ["^main/lib/", SHAPES] },
  },
  {
    name: "support-is-pure",
    comment: "What a sentence is checked by is the same everywhere and always: no files, no clock, no feature.",
    severity: "error",
    from: { path: "^main/support/", pathNot: TESTS },
    to: { path: ["^main/", "^node_modules/"], pathNot: ["^main/support/", "^node_modules/zod/"] },
  },
  {
    name: "support-without-node",
    comment: "A check that reads files or clocks is not the same everywhere and always.",
    severity: "error",
    from: { path: "^main/support/", pathNot: TESTS },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "ground-floor-knows-no-feature",
    comment: "store, jobs, process and rpc carry the features and do not know them; the feature registers itself.",
    severity: "error",
    from: { path: "^main/(store|jobs|process|rpc)/", pathNot: TESTS },
    to: { path: "^main/", pathNot: ["^main/(lib|store|jobs|process|rpc)/", CONTRACTS, String.raw`^main/host\.ts$`] },
  },
  {
    name: "children-know-little",
    comment: "A child imports lib, process, errors and contracts: send it what it needs in a message.",
    severity: "error",
    from: { path: "^main/(engine|trainer|hasher|parser)/", pathNot: TESTS },
    to: { path: "^main/", pathNot: ["^main/$1/", "^main/(lib|process|rpc)/", CONTRACTS] },
  },
  {
    name: "children-never-open-the-database",
    comment: "The app process owns the database: send the child what it needs in a message.",
    severity: "error",
    from: { path: "^main/(engine|trainer|hasher|parser)/" },
    to: { path: "^(main/store/|node_modules/better-sqlite3)" },
  },
  {
    name: "one-composition-root",
    comment: "Only main/app.ts builds services; take the service's type and be handed one.",
    severity: "error",
    from: { path: "^main/([^/]+)/", pathNot: [TESTS, "^main/tools/"] },
    to: { path: String.raw`^main/[^/]+/service\.ts$`, pathNot: "^main/$1/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "two-faces-start-the-app",
    comment: "Only main/electron and main/headless create the app.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/", pathNot: [TESTS, "^main/(electron|headless|tools)/"] },
    to: { path: String.raw`^main/app\.ts$`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "nobody-asks-which-face",
    comment: "What depends on Electron or headless goes through Host or ChildHost.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/", pathNot: [TESTS, "^main/(electron|headless|tools)/"] },
    to: { path: "^main/(electron|headless)/" },
  },
  {
    name: "faces-do-not-meet",
    comment: "Electron and headless share what lies outside of both.",
    severity: "error",
    from: { path: "^main/(electron|headless)/" },
    to: { path: "^main/(electron|headless)/", pathNot: "^main/$1/" },
  },
  {
    name: "rooms-do-not-meet",
    comment: "Rooms of the renderer meet in renderer/app: pass it from there, or move the component to renderer/ui.",
    severity: "error",
    from: { path: `^renderer/(${FEATURES}|jobs)/` },
    to: { path: `^renderer/(${FEATURES}|jobs)/`, pathNot: "^renderer/$1/" },
  },
  {
    name: "components-know-no-room",
    comment: "renderer/ui and renderer/rpc know no feature: pass it in as a property.",
    severity: "error",
    from: { path: "^renderer/(ui|rpc)/" },
    to: { path: `^renderer/(${FEATURES}|jobs)/` },
  },
  {
    name: "product-without-tests",
    comment: "What is shipped does not import tests, tools or benches.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/", pathNot: [TESTS, "^main/tools/"] },
    to: { path: [TESTS, "^main/tools/", "^(bench|e2e)/"] },
  },
  {
    name: "main-ships-what-it-imports",
    comment: "The app process resolves its packages when it runs: move this one to `dependencies`.",
    severity: "error",
    from: { path: "^main/", pathNot: [TESTS, "^main/tools/"] },
    to: {
      dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
      dependencyTypesNot: ["type-only"],
      pathNot: "^node_modules/electron/",
    },
  },
  {
    name: "no-cycles",
    comment: "These files import one another in a ring: move what both need into a third.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/" },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "imports-exist",
    comment: "This import leads nowhere.",
    severity: "error",
    from: { path: "^(main|preload|renderer)/" },
    to: { couldNotResolve: true },
  },
];
