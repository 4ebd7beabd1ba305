import { dateText, timeText } from "#renderer/app/formats.ts";

/** When a chat was last written in, as short as it can be: "14:32" today, "21 Nov 2026" before. */
export function shortTime(time: number, now: number): string {
  const date = dateText(time);
  return date === dateText(now) ? timeText(time) : date;
}
