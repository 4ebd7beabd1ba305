/** A clause as a sentence of its own: "it is empty" becomes "It is empty." */
export function asSentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
