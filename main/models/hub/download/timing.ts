/** How long a download waits, and how often it tries again. Tests are in more of a hurry. */
export interface Timing {
  /** Until a connection stands, and from there until an answer begins. */
  readonly answerMs: number;
  /** A connection that brings less than `stallBytes` in this time is given up, and another one tried. */
  readonly stallMs: number;
  readonly stallBytes: number;
  /** Before the second attempt; twice as long before each one that follows. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  /** Attempts in a row that bring next to nothing, until the download is said to have failed. */
  readonly attempts: number;
  /** A server that asks to come back later than this is not waited for. */
  readonly maxWaitMs: number;
}

export const TIMING: Timing = {
  answerMs: 30_000,
  stallMs: 30_000,
  stallBytes: 32_768,
  retryMs: 1_000,
  maxRetryMs: 30_000,
  attempts: 8,
  maxWaitMs: 900_000,
};
