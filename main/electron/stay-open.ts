import type { BrowserWindow } from "electron";
import type { Log } from "#main/lib/log.ts";

/** So many ends within so long mean that drawing the page again ends it again. */
const ENDS = 3;
const WITHIN_MS = 60_000;

interface StayOpenOptions {
  readonly log: Log;
  /** Asked when the page keeps ending; true: it is drawn once more. */
  readonly onKeepsEnding: () => Promise<boolean>;
  /** For tests. */
  readonly now?: () => number;
}

/** A page whose process died is drawn again: it held nothing that the app does not have. One that keeps dying waits for the person. */
export function stayOpen(window: Pick<BrowserWindow, "webContents">, options: StayOpenOptions): void {
  const { log, onKeepsEnding, now = () => performance.now() } = options;
  let ends: number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    log.error({ reason }, "The window's process ended");
    if (reason === "clean-exit") return;
    ends = [...ends.filter((at) => now() - at < WITHIN_MS), now()];
    if (ends.length < ENDS) window.webContents.reload();
    else void askFirst();
  });

  async function askFirst(): Promise<void> {
    ends = [];
    if (await onKeepsEnding()) window.webContents.reload();
  }
}
