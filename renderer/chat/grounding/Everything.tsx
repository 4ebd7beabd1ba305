import { useEffect, useState } from "react";
import type { Grounding } from "#main/chat/grounding/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "../conversation/actions.ts";

/** Offers to read every passage for a question, with how long that takes; says so where the question asks for all there is. */
export function ReadTheRest({ messageId, grounding }: { messageId: string; grounding: Grounding }) {
  const t = useText();
  const client = useClient();
  const { readEverything } = useConversationActions();
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    client.chat.everythingPlan({ messageId }, { signal: stop.signal }).then(
      (plan) => setSeconds(plan.seconds),
      () => setSeconds(null),
    );
    return () => stop.abort();
  }, [client, messageId]);
  const { passages } = grounding.coverage;
  const time =
    seconds === null ? "" : `, ${t("grounding.everything.about", { time: durationText(t, seconds * 1_000) })}`;
  return (
    <p className="rest">
      {grounding.asksForEverything && (
        <span>{t("grounding.everything.asks", { read: grounding.passages.length, passages })} </span>
      )}
      <Button kind="text" size="sm" onClick={() => readEverything(messageId)}>
        {t("grounding.everything.read", { passages })}
        {time}
      </Button>
    </p>
  );
}
