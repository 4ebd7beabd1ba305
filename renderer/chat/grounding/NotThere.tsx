import type { Message } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { useConversationActions } from "../conversation/actions.ts";

/** The documents do not answer: said in the app's own words, with the way on. Nothing is filled in. */
export function NotThere({ message, isLast }: { message: Message; isLast: boolean }) {
  const t = useText();
  const actions = useConversationActions();
  const { grounding } = message;
  if (grounding === null) return null;
  if (grounding.everything !== null)
    return <p className="prose">{t("grounding.everything.nothing", { pages: grounding.coverage.pages })}</p>;
  const isEmpty = grounding.passages.length === 0;
  return (
    <div className="not-there">
      <p className="prose">
        {t(isEmpty ? "grounding.nothing" : "grounding.notThere", { documents: grounding.coverage.documents })}
      </p>
      {!isEmpty && (
        <p className="tiny t2">
          {t("grounding.nearest")}{" "}
          {isLast && grounding.abstained === "app" && (
            <Button
              kind="text"
              size="sm"
              tip={t("grounding.anyway.tip")}
              onClick={() => actions.retryAnyway(message.id)}
            >
              {t("grounding.anyway")}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
