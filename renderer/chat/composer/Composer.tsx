import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import type { ChatMode, Run } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useConnection } from "#renderer/rpc/connection.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { wordsPerSecond } from "#renderer/ui/units.ts";
import { isComposing } from "../is-composing.ts";
import { draftOf, keepDraft, returnDraft } from "./drafts.ts";
import { ModeMenu } from "./ModeMenu.tsx";
import "../writing-box.css";
import "./composer.css";

export interface ComposerHandle {
  focus: () => void;
}

export interface ComposerProps {
  chatId: string;
  mode: ChatMode;
  /** What is being written in this chat, or null; Enter then queues, Esc stops. */
  run: Run | null;
  /** The conversation is here: what is sent before would not follow it. */
  isReady: boolean;
  /** In a text that has begun, an empty field goes on with it. */
  canContinue: boolean;
  /** Whether it was taken; what was not comes back into the field. */
  onSend: (text: string) => Promise<boolean>;
  onContinue: () => void;
  onStop: () => void;
  onMode: (mode: ChatMode) => void;
  /** ↑ in an empty field. */
  onEditLast: () => void;
  ref?: Ref<ComposerHandle> | undefined;
}

/**
 * Where one writes. Its text is its own state, so that typing never waits for the conversation; what is not sent is kept for each
 * chat while the page lives. Keys mean nothing while an input method composes.
 */
export function Composer(props: ComposerProps) {
  const { chatId, mode, run, isReady, canContinue, onSend, onContinue, onStop, onMode, onEditLast, ref } = props;
  const t = useText();
  const [text, setText] = useState(() => draftOf(chatId));
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), []);
  useEffect(() => keepDraft(chatId, text), [chatId, text]);

  const isLost = useConnection((connection) => connection.state) === "lost";

  const isEmpty = text.trim() === "";
  const continues = mode === "text" && isEmpty && canContinue && run === null;
  const send = () => {
    if (continues) return onContinue();
    // The line above the status bar says so; the text stays where it is safe.
    if (isEmpty || isLost || !isReady) return;
    void onSend(mode === "text" ? text : text.trim()).then((taken) => {
      if (taken) return;
      setText((now) => (now === "" ? text : now));
      // Another chat may be shown by now, and this field be gone.
      returnDraft(chatId, text);
    });
    setText("");
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      send();
    }
    if (event.key === "ArrowUp" && text === "" && mode === "chat") {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <form
      className="writing-box composer"
      aria-label={t("chat.composer")}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={mode === "text" ? t("chat.composer.text") : t("chat.composer.message")}
        placeholder={placeholder(t, mode, canContinue, run !== null)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        data-composer
      />
      <div className="row">
        <ModeMenu mode={mode} onMode={onMode} />
        <span className="grow" />
        <Speed run={run} />
        {run !== null && (
          <Button icon="stop" action="stop" showKeys tip={t("chat.stop.tip")} onClick={onStop}>
            {t("chat.stop")}
          </Button>
        )}
        {continues && <Button onClick={onContinue}>{t("chat.continue")}</Button>}
        {(run === null || !isEmpty) && !continues && (
          <Button
            submit
            icon="send"
            label={run === null ? t("chat.send") : t("chat.queue")}
            tip={run === null ? t("chat.send.tip") : t("chat.queue.tip")}
            reason={isEmpty ? t("chat.send.empty") : isLost ? t("chat.send.lost") : undefined}
          />
        )}
      </div>
    </form>
  );
}

function placeholder(t: ReturnType<typeof useText>, mode: ChatMode, begun: boolean, writing: boolean): string {
  if (mode === "text") return begun ? t("chat.placeholder.more") : t("chat.placeholder.text");
  return writing ? t("chat.placeholder.queue") : t("chat.placeholder");
}

function Speed({ run }: { run: Run | null }) {
  const t = useText();
  const speed = run !== null && "tokensPerSecond" in run.state ? run.state.tokensPerSecond : null;
  if (speed === null) return null;
  return <span className="tiny t3 n hide-s">{t("chat.speed", { words: wordsPerSecond(speed) })}</span>;
}
