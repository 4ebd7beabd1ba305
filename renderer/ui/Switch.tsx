import { useId } from "react";
import { tipProps } from "./Tooltip.tsx";
import "./Switch.css";

export interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Its name, or the id of the heading that names it. */
  label?: string | undefined;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  /** Why it cannot be turned now. */
  reason?: string | undefined;
  id?: string | undefined;
}

/** On or off, at once. */
export function Switch({ checked, onChange, label, labelledBy, describedBy, reason, id }: SwitchProps) {
  const reasonId = useId();
  const descriptions = [describedBy, reason === undefined ? undefined : reasonId].filter(Boolean).join(" ");
  return (
    <>
      <input
        id={id}
        className="switch"
        type="checkbox"
        role="switch"
        checked={checked}
        aria-label={label}
        aria-labelledby={labelledBy}
        aria-describedby={descriptions === "" ? undefined : descriptions}
        aria-disabled={reason === undefined ? undefined : true}
        {...tipProps(reason)}
        onChange={(event) => {
          if (reason === undefined) onChange(event.target.checked);
        }}
      />
      {reason !== undefined && (
        <span id={reasonId} className="sr">
          {reason}
        </span>
      )}
    </>
  );
}
