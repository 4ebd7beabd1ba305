/** Places for those who write at the same time; the others wait in line and see where they stand. */
export interface Places {
  readonly taken: number;
  readonly waiting: number;
  /** Resolves when there is a place; false when `signal` aborts first. `onPosition` hears 1 for the next in line. */
  enter(signal: AbortSignal, onPosition: (position: number) => void): Promise<boolean>;
  leave(): void;
}

interface Waiting {
  readonly onPosition: (position: number) => void;
  readonly enter: (entered: boolean) => void;
}

export function createPlaces(count: number): Places {
  const line: Waiting[] = [];
  let taken = 0;

  function tellPositions(): void {
    for (const [index, waiting] of line.entries()) waiting.onPosition(index + 1);
  }

  return {
    get taken() {
      return taken;
    },
    get waiting() {
      return line.length;
    },
    enter(signal, onPosition) {
      if (signal.aborted) return Promise.resolve(false);
      if (taken < count) {
        taken += 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const giveUp = () => {
          line.splice(line.indexOf(waiting), 1);
          resolve(false);
          tellPositions();
        };
        const waiting: Waiting = {
          onPosition,
          enter: (entered) => {
            signal.removeEventListener("abort", giveUp);
            resolve(entered);
          },
        };
        signal.addEventListener("abort", giveUp, { once: true });
        line.push(waiting);
        onPosition(line.length);
      });
    },
    leave() {
      const next = line.shift();
      if (next) next.enter(true);
      else taken -= 1;
      tellPositions();
    },
  };
}
