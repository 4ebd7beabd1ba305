import type { KeyboardEvent } from "react";

/** What browsers without `isComposing` on the last key give while an input method has it. */
const COMPOSING = 229;

/** An input method composes: the key is its own. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === COMPOSING;
}
