import { useEffect, useId, useState, type CSSProperties } from "react";

export interface StepSliderProps {
  label: string;
  tip?: string | undefined;
  help?: string | undefined;
  /** What each step is called. */
  steps: readonly string[];
  /** Index of the step that is set. */
  at: number;
  /** Said instead of the step's name while it is not moved: "chosen by the engine". */
  shown?: string | undefined;
  /** While it moves, before it is kept. */
  onMove: (at: number | null) => void;
  onChange: (at: number) => void;
  /** A double click gives the choice back to the engine. */
  onReset?: (() => void) | undefined;
}

/** A slider is kept when it has stood still for so long. */
const settleMs = 400;

/** A slider over named steps. What it would mean is told while it moves; it is kept when it stands still. */
export function StepSlider({ label, tip, help, steps, at, shown, onMove, onChange, onReset }: StepSliderProps) {
  const id = useId();
  const [moved, setMoved] = useState<number | null>(null);
  useEffect(() => {
    if (moved === null) return;
    const timer = setTimeout(() => {
      onChange(moved);
      setMoved(null);
      onMove(null);
    }, settleMs);
    return () => {
      clearTimeout(timer);
    };
  });
  const value = moved ?? at;
  const name = moved === null ? (shown ?? steps[at] ?? "") : (steps[moved] ?? "");
  const part = steps.length < 2 ? 100 : (value / (steps.length - 1)) * 100;
  return (
    <div className="room-slider">
      <div className="row">
        <label htmlFor={id} className="small grow" data-tip={tip}>
          {label}
        </label>
        <output htmlFor={id} className="small n t2">
          {name}
        </output>
      </div>
      <input
        id={id}
        className="slider"
        type="range"
        min={0}
        max={steps.length - 1}
        step={1}
        value={value}
        style={{ "--v": `${String(part)}%` } as CSSProperties}
        aria-valuetext={name}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => {
          setMoved(Number(event.target.value));
          onMove(Number(event.target.value));
        }}
        onDoubleClick={onReset}
      />
      {help !== undefined && (
        <p className="tiny t3" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}
