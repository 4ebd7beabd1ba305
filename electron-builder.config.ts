import type { Configuration } from "electron-builder";

/**
 * A deb names an address of its project. Cloister has none of its own to name, so whoever builds debs for others gives theirs; without one
 * electron-builder refuses to make a deb ("specify project homepage") and makes the rest.
 */
const homepage = process.env["CLOISTER_HOMEPAGE"];

/**
 * Installers: AppImage and deb, dmg, nsis. Each is built on the system that it is for (`npx electron-builder --config
 * electron-builder.config.ts`, after `npm run build`); building needs a network, checking this file does not.
 */
const configuration: Configuration = {
  appId: "app.cloister.Cloister",
  productName: "Cloister",
  ...(homepage === undefined ? {} : { extraMetadata: { homepage } }),
  copyright: "The Cloister authors, Apache-2.0",
  directories: { output: "dist", buildResources: "resources/icons" },
  // Node itself is for headless mode from the source alone (190 MB).
  files: [
    "out/**",
    "resources/**",
    "!resources/pictures/**",
    "package.json",
    "LICENSE",
    "THIRD-PARTY-NOTICES*",
    "!**/node_modules/node-{linux,win}-*/**",
  ],
  asar: true,
  // Libraries and models are opened by the system's own functions, which cannot look into the archive.
  asarUnpack: [
    "**/*.node",
    "**/node_modules/node-llama-cpp/**",
    "**/node_modules/@node-llama-cpp/**",
    "**/node_modules/sqlite-vec-*/**",
    "resources/models/**",
    "resources/adapters/**",
  ],
  // Every native package comes built; nothing is compiled or fetched on anybody's computer.
  npmRebuild: false,
  // Cloister never looks for updates by itself.
  publish: null,
  electronLanguages: ["en-US", "en"],
  electronFuses: {
    // node-llama-cpp tries its binaries in a forked Node before it trusts them. In a utility process on Linux, and on Windows with a
    // graphics card, that fork is this program as Node: without the fuse no model loads there.
    runAsNode: process.platform !== "darwin",
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    enableCookieEncryption: false,
  },
  protocols: [{ name: "Cloister", schemes: ["cloister"] }],
  fileAssociations: [
    { ext: "gguf", name: "GGUF model", description: "Language model", mimeType: "application/x-gguf", role: "Viewer" },
  ],
  linux: {
    target: ["AppImage", "deb"],
    category: "Utility",
    icon: "resources/icons/icon.png",
    synopsis: "Runs and fine-tunes language models on your own computer, offline",
    maintainer: "The Cloister authors",
  },
  deb: {
    depends: ["libgtk-3-0", "libnotify4", "libnss3", "libxss1", "libxtst6", "xdg-utils", "libatspi2.0-0", "libuuid1"],
  },
  mac: {
    target: [{ target: "dmg", arch: ["arm64", "x64"] }],
    category: "public.app-category.productivity",
    icon: "resources/icons/icon.png",
    hardenedRuntime: true,
    extendInfo: { LSMinimumSystemVersion: "12.0" },
  },
  win: { target: [{ target: "nsis", arch: ["x64", "arm64"] }], icon: "resources/icons/icon.png" },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
};

export default configuration;
