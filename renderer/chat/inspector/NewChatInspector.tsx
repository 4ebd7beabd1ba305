import { useSettings } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Instructions and sampling belong to a chat: changing them makes one. */
export function NewChatInspector({ onBegin }: { onBegin: () => void }) {
  const t = useText();
  const instructions = useSettings((settings) => settings.defaultSystemPrompt) ?? "";
  return (
    <section className="sect" aria-labelledby="new-chat-instructions">
      <div className="row">
        <h3 id="new-chat-instructions">{t("chat.instructions")}</h3>
        <Button kind="text" aria-label={t("chat.instructions.edit")} onClick={onBegin}>
          {t("chat.edit")}
        </Button>
      </div>
      <p className="small t2 instructions">{instructions === "" ? t("chat.instructions.none") : instructions}</p>
    </section>
  );
}
