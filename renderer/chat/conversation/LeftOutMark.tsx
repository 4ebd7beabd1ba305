import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Stands under the newest of the messages that the model no longer reads. They stay in the chat. */
export function LeftOutMark({ count, onChangeRoom }: { count: number; onChangeRoom: () => void }) {
  const t = useText();
  return (
    <p className="left-out">
      <span>{t("chat.leftOut", { count })}</span>
      <Button kind="text" size="sm" onClick={onChangeRoom}>
        {t("chat.leftOut.room")}
      </Button>
    </p>
  );
}
