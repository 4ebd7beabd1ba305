import type { ReactNode } from "react";
import "./Meter.css";

export interface MeterPart {
  /** In the meter's unit; parts are drawn as shares of `total`. */
  amount: number;
  /** A token: "var(--data-1)". */
  colour: string;
  label?: string | undefined;
  /** The amount in words: "5.2 GB". */
  text?: string | undefined;
}

/** A stacked bar. Its figures are in its name, because a bar alone is never the message. */
export function Meter({
  label,
  parts,
  total,
  thin,
}: {
  label: string;
  parts: readonly MeterPart[];
  total: number;
  thin?: boolean;
}) {
  return (
    <div className={thin ? "meter thin" : "meter"} role="img" aria-label={label}>
      {parts.map((part, index) => (
        <i key={index} style={{ width: `${share(part.amount, total)}%`, background: part.colour }} />
      ))}
    </div>
  );
}

/** The meter's key, in words. */
export function MeterKey({ parts }: { parts: readonly MeterPart[] }) {
  return (
    <dl className="key">
      {parts.map((part, index) => (
        <div key={index}>
          <dt>
            <i style={{ background: part.colour, boxShadow: frameOf(part.colour) }} />
            {part.label}
          </dt>
          <dd>{part.text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How far a piece of work is: `value` from 0 to 1, or null while the amount is not known. */
export function Progress({ label, value, paused }: { label: string; value: number | null; paused?: boolean }) {
  if (value === null) {
    return (
      <div className="meter thin waits" role="progressbar" aria-label={label}>
        <i />
      </div>
    );
  }
  const percent = Math.round(value * 100);
  const style = { width: `${percent}%`, background: paused ? "var(--control)" : "var(--accent)" };
  return (
    <div
      className="meter thin"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i style={style} />
    </div>
  );
}

/** Short facts in two columns; the values at the end. */
export function Facts({ items }: { items: readonly { term: ReactNode; text: ReactNode; numeric?: boolean }[] }) {
  return (
    <dl className="facts">
      {items.map((item, index) => (
        <FactRow key={index} {...item} />
      ))}
    </dl>
  );
}

function FactRow({ term, text, numeric }: { term: ReactNode; text: ReactNode; numeric?: boolean }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className={numeric ? "n" : undefined}>{text}</dd>
    </>
  );
}

function share(amount: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.max(0, (amount / total) * 100));
}

/** What is free is drawn in the track's own colour, so its square in the key needs an edge. */
function frameOf(colour: string): string | undefined {
  return colour === "var(--sunken)" ? "inset 0 0 0 1px var(--control)" : undefined;
}
