import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Rectangle } from "electron";
import { z } from "zod";

const windowState = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(200).max(20_000),
  height: z.number().int().min(200).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

/** As much of the window must be on a screen as a hand needs to drag it. */
const GRIP_PX = 100;

/** Where the window was, or null: on the first start, and when the file cannot be read. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** Only the place of a window: what cannot be written is left. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    return;
  }
}

/** Whether a window there can be seen and reached: screens come and go between two starts. */
export function isReachable(bounds: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    const top = bounds.y >= screen.y && bounds.y <= screen.y + screen.height - GRIP_PX;
    return width >= GRIP_PX && top;
  });
}
