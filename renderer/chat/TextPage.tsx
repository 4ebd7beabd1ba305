import { useRef } from "react";
import type { ChatView } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "./conversation/actions.ts";
import { AnswerEnd } from "./conversation/AnswerEnd.tsx";
import { EditMessage } from "./conversation/EditMessage.tsx";
import { RunLine } from "./conversation/RunLine.tsx";
import { useAtEnd } from "./conversation/use-at-end.ts";
import { Versions } from "./conversation/Versions.tsx";
import { textParts } from "./text-parts.ts";
import "./conversation/conversation.css";
import "./text-page.css";

/** One text that the model continues: the user's part and the model's run on, told apart by a quiet ground under the user's. */
export function TextPage({ view, editingId }: { view: ChatView; editingId: string | null }) {
  const t = useText();
  const actions = useConversationActions();
  const scroll = useRef<HTMLDivElement>(null);
  const { atEnd, toEnd } = useAtEnd(scroll);
  const last = view.messages.at(-1);
  const lastOwn = view.messages.findLast((message) => message.role === "user");
  const run = view.runs.find((other) => other.messageId === last?.id);
  const editing = view.messages.find((message) => message.id === editingId);
  return (
    <div className="talk-area">
      <div ref={scroll} className="scroll end" tabIndex={0} role="log" aria-label={t("chat.text")} aria-live="off">
        <div className="talk text-page">
          <div className="prose" dir="auto">
            <p>
              {textParts(view.messages).map(({ message, text }) => (
                <span key={message.id} className={message.role === "user" ? "mine" : "its"}>
                  {message.role === "user" && <span className="sr">{t("chat.text.yours")} </span>}
                  {message.role === "assistant" && <span className="sr">{t("chat.text.models")} </span>}
                  {text}
                </span>
              ))}
              {run?.state.phase === "writing" && <span className="caret" />}
            </p>
          </div>
          {run !== undefined && <RunLine state={run.state} begun={last?.text !== ""} />}
          {editing !== undefined && <EditMessage message={editing} />}
          {last?.role === "assistant" && run === undefined && (
            <>
              <AnswerEnd message={last} isLast />
              <div className="text-does">
                <Button
                  kind="quiet"
                  size="sm"
                  icon="again"
                  action="again"
                  onClick={() => actions.retry(last.id, false)}
                >
                  {t("chat.again")}
                </Button>
                {lastOwn !== undefined && (
                  <Button kind="quiet" size="sm" icon="pen" onClick={() => actions.startEdit(lastOwn.id)}>
                    {t("chat.text.edit")}
                  </Button>
                )}
                <Versions message={last} />
                <span className="grow" />
                <p className="who">{last.generation?.modelName}</p>
              </div>
            </>
          )}
        </div>
      </div>
      {!atEnd && (
        <Button className="to-newest" icon="newest" onClick={toEnd}>
          {t("chat.toNewest")}
        </Button>
      )}
    </div>
  );
}
