import type { ChatView } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { asMarkdown } from "./as-markdown.ts";

/** What can be done with the whole chat. */
export function ChatMenu({ view, onRename, onRemove }: { view: ChatView; onRename: () => void; onRemove: () => void }) {
  const t = useText();
  const copy = async () => {
    await navigator.clipboard.writeText(asMarkdown(view, t("chat.you")));
    toast(t("chat.copied.all"));
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
      <MenuItem
        icon="copy"
        onSelect={() => void copy()}
        reason={view.messages.length === 0 ? t("chat.copy.nothing") : undefined}
      >
        {t("chat.copy.all")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="bin" onSelect={onRemove}>
        {t("chat.remove")}
      </MenuItem>
    </Menu>
  );
}
