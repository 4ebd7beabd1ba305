import type { Entry } from "./conversation.ts";

/** An entry with the line at which it begins, from 1. */
export interface Found {
  readonly entry: Entry;
  readonly line: number;
}
