import { afterEach, vi } from "vitest";

/** Test files share their workers: a clock that a test has stopped goes again before the next file begins. */
afterEach(() => {
  vi.useRealTimers();
});
