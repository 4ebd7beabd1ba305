/** What one kill has cost. */
export interface Loss {
  /** Acknowledged words (rows, at the level of the store) that are not there. */
  lost: number;
  /** 1 when the database did not open, or only after a repair. */
  unopened: number;
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
