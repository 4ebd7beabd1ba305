import { memo, useRef, useState, type KeyboardEvent } from "react";
import type { Chat } from "#main/chat/contract.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { askExport } from "../exchange/ask-export.ts";
import { shortTime } from "./chat-time.ts";
import { Link } from "wouter";

export interface ChatRowProps {
  chat: Chat;
  isCurrent: boolean;
  isTabStop: boolean;
  now: number;
  modelName: string | null;
  onOpen: (chatId: string) => void;
  onRemove: (chat: Chat) => void;
  onRename: (chat: Chat, title: string) => void;
}

/** One chat: opens with Enter, renamed with F2, deleted with Delete; its menu opens with the right button or the menu key. */
export const ChatRow = memo(function ChatRow(props: ChatRowProps) {
  const { chat, isCurrent, isTabStop, now, modelName, onOpen, onRemove, onRename } = props;
  const t = useText();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const menu = useRef<HTMLButtonElement | null>(null);
  const title = chat.title === "" ? t("chat.untitled") : chat.title;

  const endRename = (next: string | null) => {
    setRenaming(false);
    if (next !== null) onRename(chat, next);
    requestAnimationFrame(() => link.current?.focus());
  };
  if (renaming) {
    return <TitleField title={chat.title} label={t("chat.title")} maxLength={200} onEnd={endRename} />;
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") {
      event.preventDefault();
      setRenaming(true);
    }
    if (event.key === "Delete") {
      event.preventDefault();
      onRemove(chat);
    }
  };
  const time = shortTime(chat.updatedAt, now);
  return (
    <div
      className="chat-row"
      onContextMenu={(event) => {
        event.preventDefault();
        menu.current?.click();
      }}
    >
      <Link
        ref={link}
        href={`/chat/${chat.id}`}
        className="item"
        aria-current={isCurrent ? "page" : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={closeDrawer}
        onKeyDown={onKeyDown}
        data-chat={chat.id}
      >
        <span>
          <b>{title}</b>
          <span className="sub">{modelName === null ? time : `${time} · ${modelName}`}</span>
        </span>
        {chat.running && <i className="dot" role="img" aria-label={t("chat.writing")} />}
      </Link>
      <Menu
        narrow
        label={t("chat.more.of", { title })}
        trigger={({ ref, ...trigger }) => (
          <Button
            ref={(element) => {
              menu.current = element;
              if (typeof ref === "function") ref(element);
              else if (ref !== null && ref !== undefined) ref.current = element;
            }}
            kind="quiet"
            size="sm"
            icon="dots"
            className="row-more"
            tabIndex={-1}
            label={t("chat.more.of", { title })}
            {...trigger}
          />
        )}
      >
        <MenuItem onSelect={() => onOpen(chat.id)}>{t("chat.open")}</MenuItem>
        <MenuItem icon="pen" onSelect={() => setRenaming(true)}>
          {t("chat.rename")}
        </MenuItem>
        <MenuItem icon="download" onSelect={() => askExport({ kind: "chats", chats: [chat] })}>
          {t("exchange.export.menu")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="bin" onSelect={() => onRemove(chat)}>
          {t("chat.remove")}
        </MenuItem>
      </Menu>
    </div>
  );
});
