import { isTextKey, type Text } from "#renderer/app/texts.ts";

/** "PDF", "Word"; the end of its name where nothing is known of the file yet. */
export function kindName(t: Text, kind: string): string {
  const key = `documents.kind.${kind}`;
  return isTextKey(key) ? t(key) : kind.toUpperCase();
}
