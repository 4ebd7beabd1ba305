import { useId } from "react";
import { Switch } from "#renderer/ui/Switch.tsx";

/** A switch with its name and what it does. */
export function OptionSwitch(props: {
  label: string;
  help: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="option-switch">
      <div className="grow">
        <label htmlFor={id} className="small">
          {props.label}
        </label>
        <p id={`${id}-help`} className="tiny t3">
          {props.help}
        </p>
      </div>
      <Switch id={id} describedBy={`${id}-help`} checked={props.checked} onChange={props.onChange} />
    </div>
  );
}
