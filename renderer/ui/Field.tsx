import type { KeyboardEventHandler, ReactNode, Ref } from "react";
import { useId } from "react";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./Icon.tsx";
import { Kbd } from "./Kbd.tsx";
import { useKeyCaps } from "./keys-context.ts";
import "./Field.css";

interface LabelledProps {
  label: string;
  /** The label is there for assistive technology only: the place says what the field is for (search). */
  hideLabel?: boolean | undefined;
  /** What the value does. */
  help?: ReactNode;
  /** What is wrong with the value, in its place. */
  error?: string | undefined;
}

export interface TextFieldProps extends LabelledProps {
  value: string;
  onChange: (value: string) => void;
  onKeyDown?: KeyboardEventHandler<HTMLInputElement> | undefined;
  onBlur?: (() => void) | undefined;
  type?: "text" | "search" | "password" | "number" | "date" | undefined;
  icon?: IconName | undefined;
  /** The action whose key moves here, shown at the end. */
  action?: string | undefined;
  placeholder?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  maxLength?: number | undefined;
  unit?: string | undefined;
  className?: string | undefined;
  id?: string | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    hideLabel,
    help,
    error,
    value,
    onChange,
    type = "text",
    icon,
    action,
    unit,
    className,
    id,
    ...rest
  } = props;
  const own = useId();
  const inputId = id ?? own;
  const caps = useKeyCaps(action);
  const input = (
    <div className={`field${error === undefined ? "" : " wrong"}${hideLabel ? ` ${className ?? ""}` : ""}`}>
      {icon && <Icon name={icon} size="s" />}
      <input
        {...rest}
        id={inputId}
        type={type}
        value={value}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(inputId, help, error)}
        onChange={(event) => onChange(event.target.value)}
      />
      {unit && <span>{unit}</span>}
      <Kbd caps={caps} />
    </div>
  );
  if (hideLabel && help === undefined && error === undefined) {
    return (
      <>
        <label htmlFor={inputId} className="sr">
          {label}
        </label>
        {input}
      </>
    );
  }
  return (
    <Labelled id={inputId} label={label} hideLabel={hideLabel} help={help} error={error} className={className}>
      {input}
    </Labelled>
  );
}

export interface TextAreaProps extends LabelledProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  onKeyDown?: KeyboardEventHandler<HTMLTextAreaElement> | undefined;
  placeholder?: string | undefined;
  rows?: number | undefined;
  maxLength?: number | undefined;
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

/** Several lines; grows with its text. */
export function TextArea({ label, hideLabel, help, error, value, onChange, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hideLabel={hideLabel} help={help} error={error}>
      <div className={error === undefined ? "field" : "field wrong"}>
        <textarea
          {...rest}
          id={id}
          value={value}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={describedBy(id, help, error)}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </Labelled>
  );
}

export interface SelectProps<V extends string> extends LabelledProps {
  value: V;
  options: readonly { value: V; label: string; disabled?: boolean }[];
  onChange: (value: V) => void;
  className?: string | undefined;
}

/** The system's own list: it brings type-ahead, touch and assistive technology with it. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { label, hideLabel, help, error, value, options, onChange, className } = props;
  const id = useId();
  const select = (
    <select
      id={id}
      className={`sel${hideLabel ? ` ${className ?? ""}` : ""}`}
      value={value}
      aria-invalid={error === undefined ? undefined : true}
      aria-describedby={describedBy(id, help, error)}
      onChange={(event) => onChange(event.target.value as V)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
  return (
    <Labelled id={id} label={label} hideLabel={hideLabel} help={help} error={error} className={className}>
      {select}
    </Labelled>
  );
}

interface LabelledBoxProps extends LabelledProps {
  id: string;
  className?: string | undefined;
  children: ReactNode;
}

function Labelled({ id, label, hideLabel, help, error, className, children }: LabelledBoxProps) {
  return (
    <div className={`labelled ${className ?? ""}`.trim()}>
      <label htmlFor={id} className={hideLabel ? "sr" : undefined}>
        {label}
      </label>
      {children}
      {help !== undefined && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p className="wrong-text" id={`${id}-error`}>
          <Icon name="alert" size="xs" />
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, help: ReactNode, error: string | undefined): string | undefined {
  const ids = [help === undefined ? "" : `${id}-help`, error === undefined ? "" : `${id}-error`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}
