import type { AriaAttributes, MouseEventHandler, ReactNode, Ref } from "react";
import { useId } from "react";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./Icon.tsx";
import { Kbd } from "./Kbd.tsx";
import { useKeyCaps } from "./keys-context.ts";
import { tipProps } from "./Tooltip.tsx";
import "./Button.css";

export interface ButtonProps extends AriaAttributes {
  /** `go` is the one next step of a screen; there is at most one. Outlined otherwise; `quiet` for the rare, `text` in rows. */
  kind?: "outlined" | "go" | "quiet" | "text" | undefined;
  /** `sm` 24 px in rows, `lg` 36 px on a verdict or welcome. */
  size?: "sm" | "md" | "lg" | undefined;
  icon?: IconName | undefined;
  iconAfter?: IconName | undefined;
  children?: ReactNode;
  /** What it does, where it has no word of its own (name and tooltip). */
  label?: string | undefined;
  /** More than the name says, shown on hover and focus. */
  tip?: string | undefined;
  /** The action whose shortcut the tooltip shows; `showKeys` puts it inside the button as well. */
  action?: string | undefined;
  showKeys?: boolean | undefined;
  /** Why it cannot be pressed now: it looks disabled, can still be reached, and says this. */
  reason?: string | undefined;
  /** For what takes something away. */
  bad?: boolean | undefined;
  /** The choice a dialog puts the focus on. */
  safe?: boolean | undefined;
  submit?: boolean | undefined;
  className?: string | undefined;
  id?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
  tabIndex?: number | undefined;
  onClick?: MouseEventHandler<HTMLButtonElement> | undefined;
}

/** A verb, or verb and object. Only an icon when there are no children: then `label` is needed. */
export function Button(props: ButtonProps) {
  const {
    kind = "outlined",
    size = "md",
    icon,
    iconAfter,
    children,
    label,
    tip,
    action,
    showKeys,
    reason,
    bad,
  } = props;
  const { safe, submit, className, onClick, ref, ...rest } = props;
  const reasonId = useId();
  const caps = useKeyCaps(action);
  const bare = children === undefined || children === null;
  const classes = [
    "btn",
    kind === "outlined" ? "" : kind,
    size === "md" ? "" : size,
    bare ? "icon" : "",
    bad ? "bad" : "",
  ];
  const aria = ariaOf(rest);
  return (
    <button
      {...aria}
      id={rest.id}
      tabIndex={rest.tabIndex}
      ref={ref}
      type={submit ? "submit" : "button"}
      className={[...classes, className ?? ""].filter(Boolean).join(" ")}
      aria-label={label ?? aria["aria-label"]}
      aria-disabled={reason === undefined ? aria["aria-disabled"] : true}
      aria-describedby={reason === undefined ? aria["aria-describedby"] : reasonId}
      aria-keyshortcuts={caps?.join("+")}
      data-safe={safe ? "" : undefined}
      onClick={(event) => {
        if (reason !== undefined) event.preventDefault();
        else onClick?.(event);
      }}
      {...tipProps(reason ?? tip ?? (bare ? label : undefined), showKeys ? null : caps)}
    >
      {icon && <Icon name={icon} size={bare && size !== "sm" ? "m" : "s"} />}
      {children}
      {iconAfter && <Icon name={iconAfter} size="s" />}
      {showKeys && <Kbd caps={caps} />}
      {reason !== undefined && (
        <span id={reasonId} className="sr">
          {reason}
        </span>
      )}
    </button>
  );
}

/** The aria-* among the properties: what is left are our own names. */
function ariaOf(rest: Partial<ButtonProps>): AriaAttributes {
  return Object.fromEntries(Object.entries(rest).filter(([name]) => name.startsWith("aria-")));
}
