import type { ChatMode } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem } from "#renderer/ui/Menu.tsx";

/** Questions and answers, or one text that the model continues. */
export function ModeMenu({ mode, onMode }: { mode: ChatMode; onMode: (mode: ChatMode) => void }) {
  const t = useText();
  return (
    <Menu
      label={t("chat.mode")}
      align="start"
      trigger={(trigger) => (
        <Button kind="quiet" icon={mode === "text" ? "pen" : "chat"} iconAfter="down" {...trigger}>
          {mode === "text" ? t("chat.mode.text") : t("chat.mode.chat")}
        </Button>
      )}
    >
      <MenuItem checked={mode === "chat"} sub={t("chat.mode.chat.sub")} onSelect={() => onMode("chat")}>
        {t("chat.mode.chat")}
      </MenuItem>
      <MenuItem checked={mode === "text"} sub={t("chat.mode.text.sub")} onSelect={() => onMode("text")}>
        {t("chat.mode.text")}
      </MenuItem>
    </Menu>
  );
}
