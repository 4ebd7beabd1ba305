import { useEffect, useState } from "react";
import type { Chat } from "#main/chat/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { shortTime } from "./chat-time.ts";
import { liveChats } from "./live-chats.ts";

/** Chats that were deleted in the last 30 days: put back, or erased for good. */
export function BinList({ now, onClose }: { now: number; onClose: () => void }) {
  const t = useText();
  const client = useClient();
  const live = liveChats.use((state) => state);
  const [chats, setChats] = useState<readonly Chat[] | null>(null);
  const [asked, setAsked] = useState<Chat | null>(null);
  const [error, setError] = useState<ErrorShape | null>(null);
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      setError(null);
    } catch (caught) {
      setError(toErrorShape(caught));
    }
  };

  // Every change of any chat may be one of the bin.
  useEffect(() => {
    client.chat.list({ bin: true, limit: 500 }).then(
      (page) => setChats(page.chats),
      (caught: unknown) => setError(toErrorShape(caught)),
    );
  }, [client, live]);

  const restore = (chat: Chat) =>
    attempt(async () => {
      await client.chat.restore({ chatId: chat.id });
      toast(t("chat.bin.restored"));
    });
  const erase = (chat: Chat) =>
    attempt(async () => {
      setAsked(null);
      await client.chat.erase({ chatId: chat.id });
    });

  return (
    <>
      <div className="bin-head">
        <Button kind="quiet" icon="left" onClick={onClose}>
          {t("chat.bin.back")}
        </Button>
      </div>
      <h3>{t("chat.bin")}</h3>
      {error !== null && <Fault error={error} />}
      {chats?.length === 0 && <p className="list-note">{t("chat.bin.empty")}</p>}
      <ul className="rows">
        {chats?.map((chat) => (
          <li key={chat.id} className="bin-row">
            <b>{chat.title === "" ? t("chat.untitled") : chat.title}</b>
            <span className="sub">{t("chat.bin.deleted", { time: shortTime(chat.deletedAt ?? 0, now) })}</span>
            <span className="row">
              <Button
                kind="text"
                size="sm"
                aria-label={t("chat.bin.restore.of", { title: chat.title })}
                onClick={() => void restore(chat)}
              >
                {t("chat.bin.restore")}
              </Button>
              <Button
                kind="text"
                size="sm"
                bad
                aria-label={t("chat.bin.erase.of", { title: chat.title })}
                onClick={() => setAsked(chat)}
              >
                {t("chat.bin.erase")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {asked !== null && (
        <Dialog
          title={t("chat.bin.ask", { title: asked.title === "" ? t("chat.untitled") : asked.title })}
          onClose={() => setAsked(null)}
          actions={
            <>
              <Button safe onClick={() => setAsked(null)}>
                {t("chat.bin.keep")}
              </Button>
              <Button bad onClick={() => void erase(asked)}>
                {t("chat.bin.erase")}
              </Button>
            </>
          }
        >
          <p className="small t2">{t("chat.bin.ask.text")}</p>
        </Dialog>
      )}
    </>
  );
}
