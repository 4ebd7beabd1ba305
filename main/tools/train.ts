/** `npm run train -- --model M.gguf --data notes.jsonl --out my.gguf`: trains an adapter from a terminal, as the app does. */
import { BadCommand, readCommand } from "./train/command.ts";
import { helpText } from "./train/options.ts";
import { jsonReport, plainReport } from "./train/report.ts";
import { train } from "./train/run.ts";

/** Of a command that cannot be understood, as the shell has it. */
const MISUSED = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readCommand(args);
    if (command.kind !== "help") return await train(command, command.how.isJson ? jsonReport() : plainReport());
    console.log(helpText());
    return 0;
  } catch (error) {
    if (!(error instanceof BadCommand)) throw error;
    console.error(error.message);
    return MISUSED;
  }
}
