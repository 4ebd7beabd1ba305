/** What a training is told while it runs. */
export interface RunControl {
  /** It ends before the next examples are read: null until somebody wants that. */
  readonly ending: "pause" | "stop" | null;
  end(how: "pause" | "stop"): void;
}

export function createControl(): RunControl {
  let ending: "pause" | "stop" | null = null;
  return {
    get ending() {
      return ending;
    },
    // Stopping keeps what pausing keeps, and more: it is not taken back.
    end(how) {
      if (ending !== "stop") ending = how;
    },
  };
}
