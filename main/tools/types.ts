/** `npm run types`: the native compiler over every project at once; each takes under a second. */
import { spawn } from "node:child_process";
import { root } from "./test/command.ts";

const projects = [".", "main", "preload", "renderer", "e2e", "bench"];

const found = await Promise.all(projects.map(check));
process.stdout.write(found.map((each) => each.output).join(""));
if (found.some((each) => each.code !== 0)) process.exitCode = 1;

function check(project: string): Promise<{ code: number; output: string }> {
  const compiler = spawn(process.execPath, ["node_modules/typescript-native/bin/tsc", "-p", project], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const parts: Buffer[] = [];
  compiler.stdout.on("data", (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    compiler.once("error", reject);
    compiler.once("close", (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() });
    });
  });
}
