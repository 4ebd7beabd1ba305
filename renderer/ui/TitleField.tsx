import { useEffect, useRef, useState } from "react";
import "./TitleField.css";

export interface TitleFieldProps {
  title: string;
  /** What it is the name of. */
  label: string;
  maxLength: number;
  /** With the new one; null: it stays as it was. */
  onEnd: (title: string | null) => void;
}

/** A title while it is edited in its place. Enter and leaving keep it, Esc does not; an empty one is not kept. */
export function TitleField({ title, label, maxLength, onEnd }: TitleFieldProps) {
  const [text, setText] = useState(title);
  const ended = useRef(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const end = (keep: boolean) => {
    if (ended.current) return;
    ended.current = true;
    const next = text.trim();
    onEnd(keep && next !== "" && next !== title ? next : null);
  };
  return (
    <input
      ref={field}
      className="title-field"
      value={text}
      maxLength={maxLength}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") end(true);
        if (event.key === "Escape") {
          event.stopPropagation();
          end(false);
        }
      }}
    />
  );
}
