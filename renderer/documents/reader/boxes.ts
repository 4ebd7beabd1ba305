/** A rectangle on a page, in points, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A piece of a line with its place in the page's text. */
export interface Run extends Box {
  readonly start: number;
  readonly end: number;
}

const NUMBERS_A_RUN = 6;

/** From the six numbers a run that a page comes with; see the parser's contract. */
export function runsOf(numbers: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at + NUMBERS_A_RUN <= numbers.length; at += NUMBERS_A_RUN) {
    const [start = 0, end = 0, left = 0, top = 0, width = 0, height = 0] = numbers.slice(at, at + NUMBERS_A_RUN);
    runs.push({ start, end, left, top, width, height });
  }
  return runs;
}

/** Boxes around what stands in `[start, end)`, exactly: of a run that is in it in part, that part of its width. */
export function exactBoxes(runs: readonly Run[], start: number, end: number): Box[] {
  return runs.flatMap((run) => {
    const length = run.end - run.start;
    if (length <= 0 || run.end <= start || run.start >= end) return [];
    const from = Math.max(0, start - run.start) / length;
    const to = Math.min(length, end - run.start) / length;
    return [{ left: run.left + from * run.width, top: run.top, width: (to - from) * run.width, height: run.height }];
  });
}

/**
 * One box around each column of what stands in `[start, end)`: text that goes on higher up than it was, or far to the side, has come into
 * another column.
 */
export function passageBoxes(runs: readonly Run[], start: number, end: number): Box[] {
  const boxes: Box[] = [];
  let last: Box | null = null;
  for (const run of exactBoxes(runs, start, end)) {
    const box = boxes.at(-1);
    if (box === undefined || last === null || isElsewhere(last, run, box)) boxes.push(run);
    else boxes[boxes.length - 1] = around(box, run);
    last = run;
  }
  return joined(boxes);
}

/** Words of a figure stand all over it: boxes that overlap are one. */
function joined(boxes: readonly Box[]): Box[] {
  const left = [...boxes];
  for (let at = 0; at < left.length; at += 1) {
    const box = left[at];
    const other = left.findIndex((one, place) => place > at && box !== undefined && overlap(box, one));
    if (box === undefined || other < 0) continue;
    left[at] = around(box, left[other] ?? box);
    left.splice(other, 1);
    // It is larger now, and may reach others.
    at = -1;
  }
  return left;
}

function overlap(a: Box, b: Box): boolean {
  const isBeside = a.left >= b.left + b.width || b.left >= a.left + a.width;
  return !isBeside && a.top < b.top + b.height && b.top < a.top + a.height;
}

/** Of a line's height: words of one line may stand a little higher or lower. */
const SAME_LINE = 0.8;

function isElsewhere(last: Box, run: Box, box: Box): boolean {
  const isHigher = run.top + run.height < last.top - SAME_LINE * last.height;
  const isBeside = run.left > box.left + box.width + 4 * run.height && run.top < last.top - SAME_LINE * last.height;
  return isHigher || isBeside;
}

function around(a: Box, b: Box): Box {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
  };
}
