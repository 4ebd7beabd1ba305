import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { ChatView, Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { AddressDialog } from "../markdown/AddressDialog.tsx";
import { AskAddress } from "../markdown/ask-address.ts";
import { useConversationActions } from "./actions.ts";
import { Answer } from "./Answer.tsx";
import { LeftOutMark } from "./LeftOutMark.tsx";
import { useDrawnFrom } from "./use-drawn-from.ts";
import { siblingAt } from "./siblings.ts";
import { UserMessage } from "./UserMessage.tsx";
import { useAtEnd } from "./use-at-end.ts";
import "./conversation.css";

export interface ConversationProps {
  view: ChatView;
  editingId: string | null;
}

/**
 * A conversation opens at its end and stays there while it is written, until the reader scrolls up. A screen of its newest turns is drawn
 * first, the rest while the page is idle, and what is out of sight is laid out only when it comes near.
 */
export function Conversation({ view, editingId }: ConversationProps) {
  const t = useText();
  const actions = useConversationActions();
  const scroll = useRef<HTMLDivElement>(null);
  const { atEnd, toEnd } = useAtEnd(scroll);
  const from = useDrawnFrom(view.messages);
  const ownId = view.messages.findLast((message) => message.role === "user")?.id;
  const sentId = useRef(ownId);
  useEffect(() => {
    // Whoever sends wants to see what comes, wherever the reading was.
    if (sentId.current !== ownId && ownId === view.messages.at(-2)?.id) scroll.current?.scrollTo({ top: 0 });
    sentId.current = ownId;
  }, [ownId, view.messages]);
  const [address, setAddress] = useState<string | null>(null);
  const closeAddress = useCallback(() => setAddress(null), []);
  const leftOut = view.contextUse?.leftOutMessageIds ?? [];
  const lastLeftOut = leftOut.at(-1);
  const messages = view.messages.slice(from);
  const last = view.messages.at(-1);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const answer = view.messages.findLast((message) => message.role === "assistant");
    const sibling = step === 0 || answer === undefined ? null : siblingAt(answer, step);
    if (sibling !== null) actions.select(sibling);
  };

  return (
    <AskAddress value={setAddress}>
      <div className="talk-area">
        <div
          ref={scroll}
          className="scroll end"
          tabIndex={0}
          role="log"
          aria-label={t("chat.conversation")}
          aria-live="off"
          onKeyDown={onKeyDown}
        >
          <div className="talk">
            {messages.map((message) => (
              <div key={message.id} className="turn">
                {turn(message, view, editingId, message.id === last?.id)}
                {message.id === lastLeftOut && <LeftOutMark count={leftOut.length} onChangeRoom={actions.changeRoom} />}
              </div>
            ))}
          </div>
        </div>
        {!atEnd && (
          <Button className="to-newest" icon="newest" onClick={toEnd}>
            {t("chat.toNewest")}
          </Button>
        )}
      </div>
      {address !== null && <AddressDialog address={address} onClose={closeAddress} />}
    </AskAddress>
  );
}

function turn(message: Message, view: ChatView, editingId: string | null, isLast: boolean) {
  if (message.role === "user") return <UserMessage message={message} editing={message.id === editingId} />;
  const run = view.runs.find((other) => other.messageId === message.id);
  return <Answer message={message} run={run?.state ?? null} isLast={isLast} />;
}
