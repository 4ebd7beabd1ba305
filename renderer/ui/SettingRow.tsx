import type { ReactNode } from "react";
import { useId } from "react";
import "./SettingRow.css";

export interface SettingRowProps {
  title: string;
  /** What it changes, in one sentence. */
  help?: ReactNode;
  /** The control; it is handed the ids that name and describe it. */
  children: (ids: { labelledBy: string; describedBy: string | undefined }) => ReactNode;
  /** The control needs the whole width: it stands under its name. */
  high?: boolean | undefined;
  /** No line above: the first of a page. */
  first?: boolean | undefined;
}

/** One setting: its name and what it changes, and its control at the end. */
export function SettingRow({ title, help, children, high, first }: SettingRowProps) {
  const id = useId();
  const describedBy = help === undefined ? undefined : `${id}-help`;
  const classes = ["setrow", high ? "high" : "", first ? "first" : ""].filter(Boolean).join(" ");
  return (
    <section className={classes} aria-labelledby={id}>
      <div className="grow">
        <h2 id={id}>{title}</h2>
        {help !== undefined && (
          <p className="small" id={describedBy}>
            {help}
          </p>
        )}
      </div>
      {children({ labelledBy: id, describedBy })}
    </section>
  );
}
