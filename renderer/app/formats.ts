import type { Text } from "./texts.ts";

/** One format each for times, dates and durations. Always with a no-break space between number and unit. */

const nbsp = "\u00a0";
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "18:52", the time of this computer. */
export function timeText(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** "4 Jun 2026". */
export function dateText(at: number): string {
  const date = new Date(at);
  return `${date.getDate()}${nbsp}${months[date.getMonth()]}${nbsp}${date.getFullYear()}`;
}

/** "today, 08:12" or "3 Nov 2026, 20:14". */
export function momentText(t: Text, at: number, now: number): string {
  const sameDay = dateText(at) === dateText(now);
  return sameDay ? t("app.today", { time: timeText(at) }) : `${dateText(at)}, ${timeText(at)}`;
}

/** In plain words and never more exact than it can be: "40 s", "6 min", "1 h 15". */
export function durationText(t: Text, ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return t("app.duration.seconds", { n: Math.max(1, Math.ceil(seconds)) });
  if (seconds < 55) return t("app.duration.seconds", { n: Math.ceil(seconds / 5) * 5 });
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return t("app.duration.minutes", { n: minutes });
  // Above an hour in steps of five minutes.
  const rounded = Math.round(minutes / 5) * 5;
  const rest = rounded % 60;
  const hours = Math.floor(rounded / 60);
  if (rest === 0) return t("app.duration.hours", { n: hours });
  return t("app.duration.hoursMinutes", { hours, minutes: String(rest).padStart(2, "0") });
}
