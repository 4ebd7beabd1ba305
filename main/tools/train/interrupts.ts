const SIGNALS = ["SIGINT", "SIGTERM"] as const;

export interface Interrupts extends Disposable {
  /** From now on the first interrupt is somebody's to handle; the second still ends everything. */
  handOver(onFirst: () => void): void;
}

/** Ctrl-C, and being asked to end: `end` at once, unless somebody has taken it over. */
export function catchInterrupts(end: () => void): Interrupts {
  let onFirst: (() => void) | null = null;
  const onSignal = (): void => {
    const handle = onFirst ?? end;
    onFirst = null;
    handle();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    handOver(handle) {
      onFirst = handle;
    },
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
