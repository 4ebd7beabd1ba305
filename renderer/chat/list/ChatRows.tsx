import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";
import type { Chat } from "#main/chat/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { ChatRow } from "./ChatRow.tsx";
import { monthName } from "./group-by-date.ts";
import type { Row } from "./rows.ts";

export interface ChatRowsProps {
  rows: readonly Row[];
  now: number;
  currentId: string | null;
  modelName: (modelId: string | null) => string | null;
  isComplete: boolean;
  onMore: () => void;
  onOpen: (chatId: string) => void;
  onRemove: (chat: Chat) => void;
  onRename: (chat: Chat, title: string) => void;
}

/** From so many rows on only those in sight are in the page. */
const virtualFrom = 100;
/** Heights as the style sheet gives them. */
const chatPx = 48;
const headingPx = 32;

/** The rows of the list. Arrows move between them; one of them is in the order of Tab. */
export function ChatRows(props: ChatRowsProps) {
  const { rows, currentId, isComplete, onMore, now } = props;
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const isVirtual = rows.length >= virtualFrom;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === "heading" ? headingPx : chatPx),
    overscan: 8,
    enabled: isVirtual,
  });
  const shown = isVirtual ? virtual.getVirtualItems().map((item) => item.index) : rows.keys().toArray();
  const lastShown = shown.at(-1) ?? 0;
  useEffect(() => {
    if (!isComplete && lastShown >= rows.length - 20) onMore();
  }, [isComplete, lastShown, rows.length, onMore]);

  const tabStop = tabStopOf(rows, currentId);
  return (
    <div ref={box} className="rows" onKeyDown={moveFocus}>
      <ul style={isVirtual ? { height: virtual.getTotalSize(), position: "relative" } : undefined}>
        {shown.map((index) => {
          const row = rows[index];
          if (row === undefined) return null;
          const style = isVirtual
            ? ({
                position: "absolute",
                insetInline: 0,
                top: virtual.getVirtualItems().find((i) => i.index === index)?.start,
              } as const)
            : undefined;
          if (row.kind === "heading") {
            return (
              <li key={row.key} style={style}>
                <h3>{headingText(row.key, now, t)}</h3>
              </li>
            );
          }
          return (
            <li key={row.chat.id} style={style}>
              <ChatRow
                chat={row.chat}
                isCurrent={row.chat.id === currentId}
                isTabStop={row.chat.id === tabStop}
                now={now}
                modelName={props.modelName(row.chat.modelId)}
                onOpen={props.onOpen}
                onRemove={props.onRemove}
                onRename={props.onRename}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function tabStopOf(rows: readonly Row[], currentId: string | null): string | null {
  const chats = rows.filter((row) => row.kind === "chat");
  const current = chats.find((row) => row.chat.id === currentId) ?? chats[0];
  return current?.chat.id ?? null;
}

function headingText(key: string, now: number, t: Text): string {
  if (key === "today") return t("chat.today");
  if (key === "week") return t("chat.week");
  return monthName(key, now, "en");
}

/** ↓ ↑ Home End move between the rows that are in the page. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLAnchorElement) || event.altKey || event.ctrlKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a.item")];
  const at = links.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}
