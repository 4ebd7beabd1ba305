import { useState } from "react";
import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Markdown } from "../markdown/Markdown.tsx";

/** What a reasoning model wrote before its answer: folded, timed, and never sent back to it. */
export function Thoughts({ thoughts, thinking }: { thoughts: NonNullable<Message["thoughts"]>; thinking: boolean }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const seconds = Math.max(1, Math.round(thoughts.durationMs / 1_000));
  return (
    <details className="thoughts" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" size="s" />
        {thinking ? t("chat.thoughts.thinking") : t("chat.thoughts.thought", { seconds })}
      </summary>
      {open && (
        <div className="thoughts-text prose" dir="auto">
          <Markdown text={thoughts.text} writing={thinking} />
        </div>
      )}
    </details>
  );
}
