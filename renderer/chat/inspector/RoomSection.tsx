import type { ContextUse } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Meter } from "#renderer/ui/Meter.tsx";
import { wordsIn } from "#renderer/ui/units.ts";

/** How full the room for conversation is, and what no longer fits. */
export function RoomSection({ use, onChangeRoom }: { use: ContextUse | null; onChangeRoom: () => void }) {
  const t = useText();
  const total = use?.contextTokens ?? 0;
  const percent = use === null || total === 0 ? 0 : Math.min(100, Math.round((use.usedTokens / total) * 100));
  return (
    <section className="sect" aria-labelledby="chat-room-left">
      <div className="row">
        <h3 id="chat-room-left">{t("chat.room")}</h3>
        {use !== null && <span className="small n t2">{t("chat.room.used", { percent })}</span>}
      </div>
      {use === null ? (
        <p className="tiny t3">{t("chat.room.unknown")}</p>
      ) : (
        <>
          <Meter
            thin
            label={t("chat.room.meter", { percent })}
            total={total}
            parts={[{ amount: use.usedTokens, colour: "var(--data-3)" }]}
          />
          <p className="tiny t3 n">
            {t("chat.room.figures", { used: use.usedTokens, total, words: wordsIn(total - use.usedTokens) })}
          </p>
        </>
      )}
      {use !== null && use.leftOutMessageIds.length > 0 && (
        <p className="small t2">
          {t("chat.leftOut", { count: use.leftOutMessageIds.length })}{" "}
          <Button kind="text" size="sm" onClick={onChangeRoom}>
            {t("chat.leftOut.room")}
          </Button>
        </p>
      )}
    </section>
  );
}
