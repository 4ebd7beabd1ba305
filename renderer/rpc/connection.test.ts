import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepConnected, useConnection } from "./connection.ts";
import { ConnectionLost } from "./fault.ts";
import type { Wire } from "./wire.ts";

/** Wires that are opened one after the other; each can be cut. */
function wires() {
  const opened: { wire: Wire; cut: () => void }[] = [];
  let refuse = false;
  return {
    opened,
    refuseAll: (value: boolean) => (refuse = value),
    open: () => {
      if (refuse) return Promise.reject(new Error("refused"));
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
    refuseAll(true);
    const connection = keepConnected(open);
    const patient = connection.wire();
    await vi.advanceTimersByTimeAsync(3_000);
    refuseAll(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await patient).toBe(opened[0]?.wire);

    refuseAll(true);
    opened[0]?.cut();
    await vi.advanceTimersByTimeAsync(0);
    const failed = expect(connection.wire()).rejects.toBeInstanceOf(ConnectionLost);
    await vi.advanceTimersByTimeAsync(16_000);
    await failed;
  });
});
