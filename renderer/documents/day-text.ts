import { dateText } from "#renderer/app/formats.ts";
import type { Text } from "#renderer/app/texts.ts";

/** "Today", "4 Oct", or "4 Oct 2025" of another year. */
export function dayText(t: Text, at: number, now: number): string {
  const day = dateText(at);
  const today = dateText(now);
  if (day === today) return t("documents.today");
  const year = today.slice(-4);
  return day.endsWith(year) ? day.slice(0, -5) : day;
}
