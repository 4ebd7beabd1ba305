import { EventEmitter } from "node:events";

/** A piece of Electron that only remembers: every call is noted by its name, listeners can be told of events. */
export class Fake extends EventEmitter {
  readonly calls: [name: string, ...args: unknown[]][] = [];

  /** The argument of the last call of this name. */
  last(name: string): unknown {
    return this.calls.findLast(([called]) => called === name)?.[1];
  }

  note(name: string): (...args: unknown[]) => void {
    return (...args) => void this.calls.push([name, ...args]);
  }
}

/** An event that can be prevented, as Electron hands them out. */
export function preventable<T extends object>(fields: T): T & { preventDefault(): void; prevented: boolean } {
  const event = { ...fields, prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
}
