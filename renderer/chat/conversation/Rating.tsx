import { useState } from "react";
import type { Message } from "#main/chat/contract.ts";
import type { Rating } from "#main/chat/rating/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { useConversationActions } from "./actions.ts";

const VERDICTS = [
  { verdict: "good", icon: "thumb-up", label: "chat.rate.good" },
  { verdict: "bad", icon: "thumb-down", label: "chat.rate.bad" },
] as const;

/** Good or bad; pressed again it is taken back. */
export function Rate({ message }: { message: Message }) {
  const t = useText();
  const { rate } = useConversationActions();
  const { id, rating } = message;
  const press = (verdict: Rating["verdict"]) =>
    rate(id, rating?.verdict === verdict ? null : { verdict, reason: rating?.reason ?? "" });
  return VERDICTS.map(({ verdict, icon, label }) => (
    <Button
      key={verdict}
      kind="quiet"
      size="sm"
      icon={icon}
      label={t(label)}
      aria-pressed={rating?.verdict === verdict}
      onClick={() => press(verdict)}
    />
  ));
}

/** Why, below a rated answer, for whoever wants to say. */
export function RatingReason({ messageId, rating }: { messageId: string; rating: Rating }) {
  const t = useText();
  const { rate } = useConversationActions();
  // null: nothing was typed, and what is kept shows, whoever changed it.
  const [typed, setTyped] = useState<string | null>(null);
  const reason = (typed ?? rating.reason).trim();
  const isKept = reason === rating.reason;
  return (
    <form
      className="rated"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isKept) rate(messageId, { verdict: rating.verdict, reason });
      }}
    >
      <TextField
        label={t("chat.rate.why")}
        help={t("chat.rate.why.help")}
        value={typed ?? rating.reason}
        onChange={setTyped}
        maxLength={4_000}
      />
      {!isKept && (
        <Button size="sm" submit>
          {t("chat.rate.keep")}
        </Button>
      )}
    </form>
  );
}
