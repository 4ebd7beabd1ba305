import type { RunState } from "#main/chat/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
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
  if (state.phase === "everything") return <Everything state={state} />;
  const percent = Math.round(state.progress * 100);
  const text = state.phase === "loading" ? t("chat.run.loading", { percent }) : t("chat.run.reading", { percent });
  return (
    <div className="runline">
      <p>{text}</p>
      <Progress label={text} value={percent === 0 ? null : state.progress} />
    </div>
  );
}

/** Passage after passage, with what was found so far and the time that is left. */
function Everything({ state: { read, total, found, leftMs } }: { state: Extract<RunState, { phase: "everything" }> }) {
  const t = useText();
  const left = leftMs === null ? "" : ` · ${t("grounding.everything.left", { left: durationText(t, leftMs) })}`;
  const text = t("grounding.everything.reading", { read, total, found });
  return (
    <div className="runline">
      <p className="n">
        {text}
        {left}
      </p>
      <Progress label={text} value={total === 0 ? null : read / total} />
    </div>
  );
}
