import type { ChatView } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { asMarkdown } from "./as-markdown.ts";
import { askExport } from "./exchange/ask-export.ts";
import { wholePath } from "./whole-path.ts";

/** What can be done with the whole chat. */
export function ChatMenu({ view, onRename, onRemove }: { view: ChatView; onRename: () => void; onRemove: () => void }) {
  const t = useText();
  const client = useClient();
  const copy = async (): Promise<void> => {
    const messages = await wholePath(view.messages, (messageId) => client.chat.earlier({ messageId }));
    await navigator.clipboard.writeText(asMarkdown({ chat: view.chat, messages }, t("chat.you")));
  };
  const copyAll = () => {
    copy().then(
      () => toast(t("chat.copied.all")),
      () => toast(t("chat.copied.not")),
    );
  };
  return (
    <Menu
      narrow
      label={t("chat.more")}
      trigger={(trigger) => <Button kind="quiet" icon="dots" label={t("chat.more")} {...trigger} />}
    >
      <MenuItem icon="pen" onSelect={onRename}>
        {t("chat.rename")}
      </MenuItem>
      <MenuItem icon="copy" onSelect={copyAll} reason={view.messages.length === 0 ? t("chat.copy.nothing") : undefined}>
        {t("chat.copy.all")}
      </MenuItem>
      <MenuItem icon="download" onSelect={() => askExport({ kind: "chats", chats: [view.chat] })}>
        {t("exchange.export.menu")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="bin" onSelect={onRemove}>
        {t("chat.remove")}
      </MenuItem>
    </Menu>
  );
}
