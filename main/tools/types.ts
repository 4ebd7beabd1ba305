/** `npm run types`: the native compiler over every project at once; each takes under a second. */
import { outputOf } from "./test/command.ts";

const projects = [".", "main", "preload", "renderer", "e2e", "bench"];

const found = await Promise.all(projects.map(check));
process.stdout.write(found.map((each) => each.output).join(""));
if (found.some((each) => each.code !== 0)) process.exitCode = 1;

function check(project: string): Promise<{ code: number; output: string }> {
  return outputOf(["node_modules/typescript-native/bin/tsc", "-p", project]);
}
