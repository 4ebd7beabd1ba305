import { useEffect, useRef, useState } from "react";
import { useText } from "#renderer/app/texts.ts";

/** A title while it is edited in its place. Enter and leaving keep it, Esc does not; an empty one is not kept. */
export function TitleField({ title, onEnd }: { title: string; onEnd: (title: string | null) => void }) {
  const t = useText();
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
      maxLength={200}
      aria-label={t("chat.title")}
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
