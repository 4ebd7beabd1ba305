import { useText } from "#renderer/app/texts.ts";
import { MESSAGE_CHARACTERS } from "./pasted.ts";

/** Said while it is written, not when it is refused. */
export function TooLong({ characters }: { characters: number }) {
  const t = useText();
  if (characters <= MESSAGE_CHARACTERS) return null;
  return (
    <p className="too-long small" role="alert">
      {t("chat.tooLong", { characters, most: MESSAGE_CHARACTERS })}
    </p>
  );
}
