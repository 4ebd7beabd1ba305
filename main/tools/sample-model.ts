/** `npm run sample-model`: brings the sample model into the project's ignored cache, once. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { installSample, type SampleStep } from "#main/models/install-sample.ts";
import { SAMPLE } from "#main/models/sample.ts";
import { isAppError } from "#main/rpc/errors.ts";
import { sampleModelPath } from "./sample-model-path.ts";

const STEPS: Record<SampleStep, string> = {
  downloading: "downloading",
  unpacking: "unpacking",
  checking: "checking the file",
};

process.exitCode = await main();

async function main(): Promise<number> {
  const path = sampleModelPath();
  if (existsSync(path)) return 0;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  console.log(`Bringing the sample model (${SAMPLE.name}, ${Math.round(SAMPLE.sizeBytes / 1e6)} MB) to ${path}`);
  const show = progressLine();
  try {
    await installSample({
      sampleDir: dirname(path),
      signal: stop.signal,
      onProgress: (fraction, step) => show(`${Math.floor(fraction * 100)}%, ${STEPS[step]}`),
      onReceived: () => undefined,
    });
    show.end("The sample model is here.");
    return 0;
  } catch (error) {
    show.end(isAppError(error) ? error.message : String(error));
    return 1;
  }
}

/** One line that is written over in a terminal; in a log, a line each tenth. */
function progressLine(): ((text: string) => void) & { end(text: string): void } {
  let last = "";
  const show = (text: string): void => {
    if (text === last) return;
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
    else if (text.slice(0, 1) !== last.slice(0, 1) || text.split(",")[1] !== last.split(",")[1]) console.log(text);
    last = text;
  };
  const end = (text: string): void => console.log(process.stdout.isTTY ? `\r\u001b[K${text}` : text);
  return Object.assign(show, { end });
}
