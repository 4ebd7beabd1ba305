import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { readVersion } from "#main/lib/version.ts";
import { syncFolder } from "#main/lib/write-whole.ts";
import { createNodeChildHost } from "#main/process/node-child-host.ts";
import { isAppError } from "#main/rpc/errors.ts";
import { runFolder } from "#main/trainer/run-folder.ts";
import { startTrainer } from "#main/trainer/start.ts";
import { root } from "../test/command.ts";
import { quoted } from "./words.ts";
import { askedFile, checkFile, checkFiles, folderFor, makeRunFolder, makeSureOfDisk, readAsked } from "./check.ts";
import { type Asked, BadCommand, type Command, type How } from "./command.ts";
import { catchInterrupts, type Interrupts } from "./interrupts.ts";
import type { Report } from "./report.ts";

const DONE = 0;
const FAILED = 1;
/** As shells have it for what Ctrl-C ended. */
const INTERRUPTED = 130;

interface Session {
  readonly asked: Asked;
  readonly folder: string;
  readonly how: How;
  readonly report: Report;
  readonly trainer: ReturnType<typeof startTrainer>;
  readonly interrupts: Interrupts;
}

/** Prepares, says what it takes, trains. Resolves with the exit code. */
export async function train(command: Exclude<Command, { kind: "help" }>, report: Report): Promise<number> {
  const ended = new AbortController();
  using interrupts = catchInterrupts(() => ended.abort());
  using trainer = startTrainer({
    childHost: createNodeChildHost(),
    signal: ended.signal,
    onCrash: () => undefined,
  });
  const session = { how: command.how, report, trainer, interrupts };
  try {
    if (command.kind !== "train") {
      const { folder, kind } = command;
      return await trainToEnd({ ...session, folder, asked: await readAsked(folder) }, kind === "finish");
    }
    const { asked, isPlanOnly } = command;
    await checkFiles(asked);
    const folder = folderFor(asked.out);
    await makeRunFolder(folder);
    try {
      await prepare({ ...session, folder, asked });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    if (!isPlanOnly) return await trainToEnd({ ...session, folder, asked });
    await rm(folder, { recursive: true, force: true });
    return DONE;
  } catch (error) {
    if (isAppError(error, "CANCELLED")) return INTERRUPTED;
    report.problem(error);
    return FAILED;
  }
}

/** The texts become tokens, and some steps are measured. */
async function prepare({ asked, folder, how, report, trainer }: Session): Promise<void> {
  const { data, settings, sources } = asked;
  const model = modelOf(asked);
  const onProgress = (event: Parameters<Report["progress"]>[0]): void => report.progress(event);
  report.data(await trainer.examine({ model, sources, data, folder }, onProgress));
  const plan = await trainer.measure({ model, folder, settings, maxThreads: how.threads }, onProgress);
  report.plan(plan);
  await makeSureOfDisk(folder, plan.diskBytes);
  await writeFile(askedFile(folder), JSON.stringify(asked, null, 2), { mode: 0o600 });
}

async function trainToEnd(session: Session, isFinishing = false): Promise<number> {
  const { asked, folder, how, report, trainer, interrupts } = session;
  const { settings, name, out } = asked;
  if (existsSync(out))
    throw new BadCommand(`${out} is there already. Remove it, and go on with --resume ${quoted(folder)}`);
  // It may have been moved since.
  await checkFile(asked.model, "--model");
  const goingOn = `Go on with: npm run train -- --resume ${quoted(folder)}`;
  // Before Ctrl-C means saving: a trainer that was told to end before it trains would train all the same.
  const modelSha256 = await sha256Of(asked.model);
  interrupts.handOver(() => {
    report.note("Saving. Ctrl-C again ends it at once.");
    // Should it have ended meanwhile, that is what was wanted.
    trainer.end({ how: "pause" }).catch(() => undefined);
  });
  try {
    const end = await trainer.train(
      {
        ...{ model: modelOf(asked), folder, settings, maxThreads: how.threads, name },
        modelSha256,
        versions: { cloister: readVersion(root) },
      },
      (event) => {
        report.event(event);
        // Not before: see above. A step that has begun meanwhile still counts.
        if (isFinishing && event.type === "started") trainer.end({ how: "stop" }).catch(() => undefined);
      },
    );
    if (end.adapterPath === null) {
      report.note(`Saved after step ${String(end.step)}. ${goingOn}`);
      return INTERRUPTED;
    }
    await move(end.adapterPath, out);
    await rm(folder, { recursive: true, force: true });
    report.end(end, out);
    return DONE;
  } catch (error) {
    if (existsSync(runFolder(folder).checkpoint)) report.note(`What was saved is kept. ${goingOn}`);
    throw error;
  }
}

function modelOf({ model }: Asked): { path: string; name: string } {
  return { path: model, name: basename(model) };
}

/** As fast as the disk, and little beside a training. */
async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}
