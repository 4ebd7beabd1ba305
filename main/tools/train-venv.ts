import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** PyTorch and PEFT, which the trainer is compared with. The product never needs them; versions are those of the published figures. */
const PACKAGES = ["torch==2.13.0", "transformers==5.23.0", "peft==0.21.2", "gguf==0.19.0", "safetensors==0.8.0"];

const folder = fileURLToPath(new URL("../../.cache/train-venv", import.meta.url));
const python = process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
/** Written last: with another list in it, or without it, the environment is made again. */
const made = join(folder, "made-with.txt");

/** Python with these packages; null: `npm run -s bench -- train` has not made it yet. */
export function trainPython(): string | null {
  return existsSync(made) && readFileSync(made, "utf8") === PACKAGES.join("\n") ? python : null;
}

/** Makes it where it is missing: some minutes, 1 to 5 GB. Throws with pip's words. */
export async function makeTrainVenv(note: (text: string) => void): Promise<string> {
  const there = trainPython();
  if (there !== null) return there;
  note(`Making a Python environment with ${PACKAGES.join(", ")} in ${folder}`);
  await run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", "--clear", folder]);
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES]);
  writeFileSync(made, PACKAGES.join("\n"));
  return python;
}

/**
 * The environment for Python's programs. Two variables that some build machines set make NumPy and PyTorch use a library for another
 * processor: then the comparison would not be fair.
 */
export function pythonEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  delete environment["OPENBLAS_CORETYPE"];
  delete environment["OPENBLAS_L2_SIZE"];
  return environment;
}

async function run(program: string, parameters: string[]): Promise<void> {
  const child = spawn(program, parameters, { stdio: ["ignore", "ignore", "pipe"], env: pythonEnvironment() });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${program} ${parameters.join(" ")} failed:\n${said.slice(-2_000)}`);
}
