/** Of JavaScript's own heap; V8 ends the process above it. */
export const HEAP_LIMIT_MB = 1_024;
/** Of the whole process: pictures and buffers lie outside of that heap. */
const WHOLE_LIMIT_BYTES = 2e9;
const LOOKED_EVERY_MS = 200;

/** What the process says when it ends itself; whoever started it finds it in its last words. */
export const OUT_OF_MEMORY = "This file takes more memory than any document should.";

/** Ends the process before the computer begins to swap: one file is lost, and not everything else that is open. */
export function guardMemory(): void {
  setInterval(() => {
    if (process.memoryUsage.rss() < WHOLE_LIMIT_BYTES) return;
    process.stderr.write(`${OUT_OF_MEMORY}\n`);
    process.exit(1);
  }, LOOKED_EVERY_MS).unref();
}
