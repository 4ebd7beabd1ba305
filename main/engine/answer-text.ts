/** A piece of text that means something other than itself. */
export interface Marker {
  readonly text: string;
  /**
   * `end`: the model has finished. `stop-sequence`: a sequence of the user's. `think` and `answer`: from here on thoughts, or the
   * answer. `drop`: scaffolding of the template.
   */
  readonly effect: "end" | "stop-sequence" | "think" | "answer" | "drop";
  /** Counts only once the answer has begun: a blank line before the first word ends nothing. */
  readonly afterText?: boolean;
}

export interface AnswerText {
  readonly thinking: boolean;
  /** Takes generated text as it comes. The marker that ended the answer, or null while it goes on. */
  push(piece: string): Marker | null;
  /** What is safe to show since the last call: text that may be the beginning of a marker waits. */
  take(): { text: string; thoughts: string };
  /** Nothing more comes: what waited is text after all. */
  finish(): void;
}

/** Separates an answer from its thoughts and finds its end. `continues`: it goes on in the middle, so spaces at its start count. */
export function createAnswerText(
  markers: readonly Marker[],
  options: { thinking: boolean; continues: boolean },
): AnswerText {
  let thinking = options.thinking;
  let waiting = "";
  let text = "";
  let thoughts = "";
  let textBegun = options.continues;
  let thoughtsBegun = false;
  let ended = false;

  function emit(piece: string): void {
    if (thinking) {
      const shown = thoughtsBegun ? piece : piece.trimStart();
      thoughtsBegun ||= shown !== "";
      thoughts += shown;
    } else {
      const shown = textBegun ? piece : piece.trimStart();
      textBegun ||= shown !== "";
      text += shown;
    }
  }

  function counts(marker: Marker, before: string): boolean {
    if (marker.effect === "think" || marker.effect === "answer" || marker.effect === "drop") return true;
    if (thinking && (marker.effect === "stop-sequence" || marker.afterText)) return false;
    return !marker.afterText || textBegun || before.trim() !== "";
  }

  function apply(marker: Marker): void {
    if (marker.effect === "think") thinking = true;
    if (marker.effect === "answer") thinking = false;
  }

  return {
    get thinking() {
      return thinking;
    },
    push(piece) {
      if (ended) return null;
      waiting += piece;
      for (;;) {
        const found = firstMarker(waiting, markers, counts);
        if (!found) break;
        emit(waiting.slice(0, found.at));
        waiting = waiting.slice(found.at + found.marker.text.length);
        apply(found.marker);
        if (found.marker.effect === "end" || found.marker.effect === "stop-sequence") {
          ended = true;
          waiting = "";
          return found.marker;
        }
      }
      const held = heldBack(waiting, markers);
      emit(waiting.slice(0, waiting.length - held));
      waiting = waiting.slice(waiting.length - held);
      return null;
    },
    take() {
      const shown = { text, thoughts };
      text = "";
      thoughts = "";
      return shown;
    },
    finish() {
      emit(waiting);
      waiting = "";
      ended = true;
    },
  };
}

function firstMarker(
  text: string,
  markers: readonly Marker[],
  counts: (marker: Marker, before: string) => boolean,
): { marker: Marker; at: number } | null {
  let first: { marker: Marker; at: number } | null = null;
  for (const marker of markers) {
    let at = text.indexOf(marker.text);
    while (at >= 0 && !counts(marker, text.slice(0, at))) at = text.indexOf(marker.text, at + 1);
    if (at < 0) continue;
    const isLonger = first !== null && at === first.at && marker.text.length > first.marker.text.length;
    if (first === null || at < first.at || isLonger) first = { marker, at };
  }
  return first;
}

/** Length of the longest end of `text` with which a marker begins. */
function heldBack(text: string, markers: readonly Marker[]): number {
  let longest = 0;
  for (const marker of markers) {
    const most = Math.min(marker.text.length - 1, text.length);
    for (let length = most; length > longest; length -= 1) {
      if (text.endsWith(marker.text.slice(0, length))) {
        longest = length;
        break;
      }
    }
  }
  return longest;
}
