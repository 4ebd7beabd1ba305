import type { RunState } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Progress } from "#renderer/ui/Meter.tsx";

/** What happens before the first word: waiting for a turn, searching the documents, loading the model, reading the conversation. */
export function RunLine({ state, begun }: { state: RunState; begun: boolean }) {
  const t = useText();
  if (state.phase === "writing") return begun ? null : <p className="runline">{t("chat.run.begins")}</p>;
  if (state.phase === "thinking") return null;
  if (state.phase === "queued")
    return <p className="runline">{t("chat.run.queued", { place: Math.max(1, state.position) })}</p>;
  if (state.phase === "searching") return <p className="runline">{t("chat.run.searching")}</p>;
  const percent = Math.round(state.progress * 100);
  const text = state.phase === "loading" ? t("chat.run.loading", { percent }) : t("chat.run.reading", { percent });
  return (
    <div className="runline">
      <p>{text}</p>
      <Progress label={text} value={percent === 0 ? null : state.progress} />
    </div>
  );
}
