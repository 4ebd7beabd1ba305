/** Figures as this room shows them. */

export function oneDecimal(value: number): string {
  return value.toFixed(1);
}

/** Losses, in nats a token. */
export function twoDecimals(value: number): string {
  return value.toFixed(2);
}

/** Tokens a second: whole from ten up. */
export function perSecond(value: number): string {
  return value >= 10 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}
