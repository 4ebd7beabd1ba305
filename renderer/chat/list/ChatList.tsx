import { useRef, useState } from "react";
import type { Chat } from "#main/chat/contract.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";
import { useNow } from "#renderer/app/use-now.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { BinList } from "./BinList.tsx";
import { ChatRows } from "./ChatRows.tsx";
import { rowsOf } from "./rows.ts";
import { useChatPages } from "./use-chat-pages.ts";
import "./list.css";

export interface ChatListProps {
  currentId: string | null;
  modelName: (modelId: string | null) => string | null;
  onOpen: (chatId: string | null) => void;
  onRemove: (chat: Chat) => void;
  onRename: (chat: Chat, title: string) => void;
}

/** The chats by date, found by title; or the bin. */
export function ChatList({ currentId, modelName, onOpen, onRemove, onRename }: ChatListProps) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [bin, setBin] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { chats, isComplete, more } = useChatPages(search);
  const now = useNow();
  useAction({ id: "find", label: t("chat.search"), keyOnly: true, run: () => field.current?.focus() });
  useNeighbours(chats, currentId, onOpen);

  if (bin) return <BinList now={now} onClose={() => setBin(false)} />;
  const rows = rowsOf(chats ?? [], now, search !== "");
  return (
    <>
      <TextField
        ref={field}
        type="search"
        icon="search"
        label={t("chat.search")}
        hideLabel
        placeholder={t("chat.search")}
        action="find"
        value={search}
        onChange={setSearch}
        onKeyDown={(event) => {
          if (event.key === "Escape" && search !== "") {
            event.stopPropagation();
            setSearch("");
          }
        }}
      />
      {chats !== null && chats.length === 0 && (
        <p className="list-note">{search === "" ? t("chat.list.empty") : t("chat.search.nothing", { search })}</p>
      )}
      <ChatRows
        rows={rows}
        now={now}
        currentId={currentId}
        modelName={modelName}
        isComplete={isComplete}
        onMore={more}
        onOpen={onOpen}
        onRemove={onRemove}
        onRename={onRename}
      />
      <div className="list-foot">
        <Button kind="quiet" icon="bin" onClick={() => setBin(true)}>
          {t("chat.bin")}
        </Button>
      </div>
    </>
  );
}

/** Alt ↓ and Alt ↑ open the next and the previous chat, wherever the focus is. */
function useNeighbours(
  chats: readonly Chat[] | null,
  currentId: string | null,
  onOpen: (chatId: string) => void,
): void {
  const t = useText();
  const at = chats?.findIndex((chat) => chat.id === currentId) ?? -1;
  const open = (index: number) => {
    const chat = chats?.[index];
    if (chat !== undefined) onOpen(chat.id);
  };
  useAction({ id: "next-item", label: t("chat.next"), keyOnly: true, run: () => open(at + 1) });
  useAction({ id: "previous-item", label: t("chat.previous"), keyOnly: true, run: () => open(Math.max(0, at - 1)) });
}
