/** Does something again and again while at least one page looks, and nothing otherwise. */
export interface WatchCount {
  enter(): void;
  leave(): void;
  stop(): void;
}

export function whileWatched(everyMs: number, work: () => void): WatchCount {
  let watchers = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    enter() {
      watchers += 1;
      timer ??= setInterval(work, everyMs);
    },
    leave() {
      watchers -= 1;
      if (watchers === 0) stop();
    },
    stop,
  };
}
