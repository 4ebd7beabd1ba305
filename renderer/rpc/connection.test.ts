import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepConnected, useConnection } from "./connection.ts";
import { ConnectionLost, SessionRefused } from "./fault.ts";
import type { Wire } from "./wire.ts";

/** Wires that are opened one after the other; each can be cut. */
function wires() {
  const opened: { wire: Wire; cut: () => void }[] = [];
  let refuse: Error | null = null;
  return {
    opened,
    refuseAll: (why: Error | null) => (refuse = why),
    open: () => {
      if (refuse !== null) return Promise.reject(refuse);
      let cut: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => (cut = resolve));
      const wire = { link: {}, closed, close: () => undefined } as unknown as Wire;
      opened.push({ wire, cut });
      return Promise.resolve(wire);
    },
  };
}

describe("the page's connection", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it("opens another wire when one closes, and says so", async () => {
    const { open, opened } = wires();
    const connection = keepConnected(open);
    expect(await connection.wire()).toBe(opened[0]?.wire);
    expect(useConnection.getState().state).toBe("open");
    opened[0]?.cut();
    await vi.advanceTimersByTimeAsync(0);
    expect(useConnection.getState().state).toBe("lost");
    await vi.advanceTimersByTimeAsync(300);
    expect(await connection.wire()).toBe(opened[1]?.wire);
    expect(useConnection.getState().state).toBe("open");
  });

  it("lets a call wait for the wire, and fail after fifteen seconds", async () => {
    const { open, opened, refuseAll } = wires();
    refuseAll(new Error("no answer"));
    const connection = keepConnected(open);
    const patient = connection.wire();
    await vi.advanceTimersByTimeAsync(3_000);
    refuseAll(null);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await patient).toBe(opened[0]?.wire);

    refuseAll(new Error("no answer"));
    opened[0]?.cut();
    await vi.advanceTimersByTimeAsync(0);
    const failed = expect(connection.wire()).rejects.toBeInstanceOf(ConnectionLost);
    await vi.advanceTimersByTimeAsync(16_000);
    await failed;
  });

  it("says that it is refused while the app answers but does not know the page, and is open once it is let in", async () => {
    const { open, opened, refuseAll } = wires();
    const connection = keepConnected(open);
    await connection.wire();
    const states: string[] = [];
    const stop = useConnection.subscribe(({ state }) => states.push(state));
    refuseAll(new SessionRefused("not known"));
    opened[0]?.cut();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(useConnection.getState().state).toBe("refused");
    // Later and later, not in a storm.
    expect(states.length).toBeLessThan(9);
    refuseAll(null);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(useConnection.getState().state).toBe("open");
    stop();
  });
});
