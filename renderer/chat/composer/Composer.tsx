import { useCallback, useEffect, useImperativeHandle, useRef, type KeyboardEvent, type Ref } from "react";
import type { ChatMode, Run } from "#main/chat/contract.ts";
import type { AnswersFrom } from "#main/chat/grounding/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useIsLost } from "#renderer/rpc/connection.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { wordsPerSecond } from "#renderer/ui/units.ts";
import { isComposing } from "../is-composing.ts";
import type { ChatDocuments } from "../sources/answers-from.ts";
import { SourceChips, SourcesMenu } from "../sources/Sources.tsx";
import { changeDraft, returnDraft, useDrafts } from "./drafts.ts";
import { keepDrafts } from "./keep-drafts.ts";
import { ModeMenu } from "./ModeMenu.tsx";
import { lengthOf, MESSAGE_CHARACTERS, messageOf, NO_DRAFT, type Draft } from "./pasted.ts";
import { PastedTexts } from "./PastedTexts.tsx";
import { TooLong } from "./TooLong.tsx";
import { usePasting } from "./use-pasting.ts";
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
  answersFrom: AnswersFrom;
  onAnswersFrom: (answersFrom: AnswersFrom) => void;
  chooser: ChatDocuments["chooser"];
  /** Too small to be relied on for what documents say. */
  isSmallModel: boolean;
  /** ↑ in an empty field. */
  onEditLast: () => void;
  ref?: Ref<ComposerHandle> | undefined;
}

/**
 * Where one writes. Its draft is apart from the conversation, and a long text that is pasted stands above the field, so that typing
 * waits for neither. What is not sent is kept for each chat. Keys mean nothing while an input method composes.
 */
export function Composer(props: ComposerProps) {
  const { chatId, mode, run, isReady, canContinue, onSend, onContinue, onStop, onMode, onEditLast, ref } = props;
  const t = useText();
  const client = useClient();
  const draft = useDrafts((drafts) => drafts.byChat.get(chatId) ?? NO_DRAFT);
  const onDraft = useCallback((change: (now: Draft) => Draft) => changeDraft(chatId, change), [chatId]);
  const pasting = usePasting(onDraft);
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), []);
  useEffect(() => void keepDrafts(client), [client]);

  const isLost = useIsLost();
  const lost = useLostReason();

  const isEmpty = draft.typed.trim() === "" && draft.pasted.length === 0;
  const characters = lengthOf(draft);
  const isTooLong = characters > MESSAGE_CHARACTERS;
  const continues = mode === "text" && isEmpty && canContinue && run === null;
  const send = () => {
    if (continues) return onContinue();
    // The line above the status bar says so; the text stays where it is safe.
    if (isEmpty || isTooLong || isLost || !isReady) return;
    const message = messageOf(draft);
    void onSend(mode === "text" ? message : message.trim()).then((taken) => {
      // Another chat may be shown by now, and this field be gone.
      if (!taken) returnDraft(chatId, draft);
    });
    onDraft(() => NO_DRAFT);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      send();
    }
    if (event.key === "ArrowUp" && isEmpty && draft.typed === "" && mode === "chat") {
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
      {mode === "chat" && <SourceChips answersFrom={props.answersFrom} onChange={props.onAnswersFrom} />}
      <PastedTexts pasted={draft.pasted} onDraft={onDraft} field={field} />
      <p className="sr" aria-live="polite">
        {pasting.said}
      </p>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={draft.typed}
        aria-label={mode === "text" ? t("chat.composer.text") : t("chat.composer.message")}
        placeholder={placeholder(t, mode, canContinue, run !== null)}
        onChange={(event) => onDraft(({ pasted }) => ({ typed: event.target.value, pasted }))}
        onPaste={pasting.onPaste}
        onDrop={pasting.onDrop}
        onKeyDown={onKeyDown}
        data-composer
      />
      <TooLong characters={characters} />
      <div className="row">
        <ModeMenu mode={mode} onMode={onMode} />
        {mode === "chat" && (
          <SourcesMenu
            answersFrom={props.answersFrom}
            onChange={props.onAnswersFrom}
            chooser={props.chooser}
            isSmallModel={props.isSmallModel}
          />
        )}
        <span className="grow" />
        <Speed run={run} />
        {run !== null && (
          <Button icon="stop" action="stop" showKeys tip={t("chat.stop.tip")} reason={lost} onClick={onStop}>
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
            reason={sendReason(t, { isEmpty, isTooLong, isLost })}
          />
        )}
      </div>
    </form>
  );
}

function sendReason(
  t: ReturnType<typeof useText>,
  { isEmpty, isTooLong, isLost }: { isEmpty: boolean; isTooLong: boolean; isLost: boolean },
): string | undefined {
  if (isEmpty) return t("chat.send.empty");
  if (isTooLong) return t("chat.tooLong.send");
  return isLost ? t("chat.send.lost") : undefined;
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
