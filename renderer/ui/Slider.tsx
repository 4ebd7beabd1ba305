import type { CSSProperties } from "react";
import { useId, useState } from "react";
import { decimals, snap } from "./snap.ts";
import "./Slider.css";

export interface SliderProps {
  label: string;
  /** The label is drawn elsewhere (an adapter's name beside its switch). */
  hideLabel?: boolean | undefined;
  value: number;
  min: number;
  max: number;
  /** Arrows move by this much. */
  step: number;
  /** A double click on the slider brings this back. */
  usual: number;
  onChange: (value: number) => void;
  /** How the value is read aloud and shown: "0.80", "8,192 tokens". The typed field shows the bare number. */
  format?: ((value: number) => string) | undefined;
  unit?: string | undefined;
  help?: string | undefined;
  disabled?: boolean | undefined;
}

/** Shows its value, takes arrows and a typed number; a double click returns to the usual value. */
export function Slider(props: SliderProps) {
  const { label, hideLabel, value, min, max, step, usual, onChange, format, unit, help, disabled } = props;
  const id = useId();
  const part = max === min ? 0 : ((value - min) / (max - min)) * 100;
  const style = { "--v": `${part}%` } as CSSProperties;
  const set = (next: number) => onChange(snap(next, min, max, step));
  return (
    <div className="slid">
      <label htmlFor={id} className={hideLabel ? "sr" : "small"}>
        {label}
      </label>
      <ValueField label={label} value={value} step={step} unit={unit} disabled={disabled} onSet={set} />
      <input
        id={id}
        className="slider"
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        style={style}
        aria-valuetext={format?.(value)}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => set(Number(event.target.value))}
        onDoubleClick={() => set(usual)}
      />
      {help !== undefined && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

type ValueFieldProps = Pick<SliderProps, "label" | "value" | "step" | "unit" | "disabled"> & {
  onSet: (value: number) => void;
};

/** Typed numbers count when the field is left or Enter is pressed: half a number is not a value. */
function ValueField({ label, value, step, unit, disabled, onSet }: ValueFieldProps) {
  const shown = value.toFixed(decimals(step));
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const next = Number((typed ?? "").replace(",", "."));
    if ((typed ?? "").trim() !== "" && Number.isFinite(next)) onSet(next);
    setTyped(null);
  };
  return (
    <span className="val">
      <input
        inputMode="decimal"
        aria-label={label}
        value={typed ?? shown}
        disabled={disabled}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
        }}
      />
      {unit}
    </span>
  );
}
