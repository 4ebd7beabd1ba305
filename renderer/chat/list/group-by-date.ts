/** One heading of the list and what stands under it. */
export interface DateGroup<T> {
  /** `today`, `week`, or a month as "2026-10". */
  readonly key: string;
  readonly items: readonly T[];
}

const dayMs = 86_400_000;

/**
 * Groups what is sorted newest first into today, this week (the six days before) and months. A time in the future (a clock that was
 * set back) counts as today.
 */
export function groupByDate<T extends { updatedAt: number }>(items: readonly T[], now: number): DateGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item.updatedAt, now);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups].map(([key, members]) => ({ key, items: members }));
}

function keyOf(time: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (time >= midnight) return "today";
  // A day of 23 or 25 hours moves midnight by one hour; half a day more keeps the sixth day whole.
  if (time >= new Date(midnight - 6 * dayMs + dayMs / 2).setHours(0, 0, 0, 0)) return "week";
  const date = new Date(time);
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, "0")}`;
}

/** "October", or "October 2025" in another year than `now`. */
export function monthName(key: string, now: number, locale: string): string {
  const [year, month] = key.split("-").map(Number);
  if (year === undefined || month === undefined) return key;
  const other = year !== new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, { month: "long", ...(other && { year: "numeric" }) }).format(
    new Date(year, month - 1, 1),
  );
}
