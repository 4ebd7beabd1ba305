/** `npm run -s bench -- NAME [--full]`: JSON lines on stdout, a table and notes on stderr. Without a name: the list. */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { toLine, type FigureLine } from "./lib/figure.ts";
import { benchNames, loadBench } from "./lib/list.ts";
import { formatTable } from "./lib/table.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { full: { type: "boolean" } } });
const [name, ...rest] = positionals;
if (name === undefined) await printList();
else if (rest.length > 0 || !benchNames().includes(name)) refuse(positionals.join(" "));
else process.exitCode = await runBench(name, values.full ?? false);

async function printList(): Promise<void> {
  for (const each of benchNames()) console.log(`${each.padEnd(14)} ${(await loadBench(each)).about}`);
}

function refuse(asked: string): void {
  console.error(`No bench "${asked}". There are: ${benchNames().join(", ")}.`);
  process.exitCode = 2;
}

/** 0 also when a goal is missed: `holds` says that; 1 only when nothing could be measured. */
async function runBench(name: string, full: boolean): Promise<number> {
  const bench = await loadBench(name);
  const stopped = new AbortController();
  process.once("SIGINT", () => {
    stopped.abort();
  });
  const folder = mkdtempSync(join(tmpdir(), `cloister-bench-${name}-`));
  const lines: FigureLine[] = [];
  console.error(`${name}: ${bench.about}`);
  console.error(`${cpus()[0]?.model ?? "unknown processor"}, ${String(cpus().length)} cores, Node ${process.version}`);
  try {
    await bench.run({
      full,
      signal: stopped.signal,
      folder,
      report(figure) {
        const line = toLine(name, figure);
        lines.push(line);
        console.log(JSON.stringify(line));
      },
      note(text) {
        console.error(text);
      },
    });
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (lines.length > 0) console.error(`\n${formatTable(lines)}`);
  }
}
