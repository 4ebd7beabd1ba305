import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ChatView, Message } from "#main/chat/contract.ts";
import { useSettings } from "#renderer/app/state/settings.ts";
import { type Text, useText } from "#renderer/app/texts.ts";
import { countWords } from "#renderer/ui/units.ts";
import { currentRun } from "./current-run.ts";
import { verdictCounts } from "./grounding/chosen.ts";
import { finishedSentences } from "./sentences.ts";

/** Not more than one message in so long a time. */
const pauseMs = 2_000;

/**
 * What a screen reader is told while an answer is written: that it has begun, each finished sentence or not, as the person chose,
 * and its end. The conversation itself is a silent log.
 */
export function Announcer({ view }: { view: ChatView }) {
  const t = useText();
  const next = useRef(0);
  const latest = useRef(view);
  const sentences = useSettings((settings) => settings.announce) === "sentences";
  const [said, setSaid] = useState<{ runId: string | null; text: string }>({ runId: null, text: "" });
  // The one under way: the order of runs changes with each of their events.
  const runId = currentRun(view)?.id ?? null;
  // Before the effect below ends, whose last word is about the view that ended the run.
  useLayoutEffect(() => {
    latest.current = view;
  });

  useEffect(() => {
    if (runId === null) return;
    const run = latest.current.runs.find((one) => one.id === runId);
    const messageId = run?.messageId ?? "";
    const textOf = () => latest.current.messages.find((message) => message.id === messageId)?.text ?? "";
    next.current = textOf().length;
    const timer = setInterval(() => {
      if (!sentences) return;
      const found = finishedSentences(textOf(), next.current, "en");
      next.current = found.next;
      if (found.sentences.length > 0) setSaid({ runId, text: found.sentences.join(" ") });
    }, pauseMs);
    return () => {
      clearInterval(timer);
      const message = latest.current.messages.find((one) => one.id === messageId);
      if (message === undefined) return;
      if (message.status === "complete") setSaid({ runId, text: readyText(t, message) });
      if (message.status === "stopped")
        setSaid({ runId, text: t("chat.end.stopped", { words: countWords(message.text) }) });
    };
  }, [runId, sentences, t]);

  return (
    <p className="sr" role="status">
      {runId !== null && said.runId !== runId ? t("chat.writing") : said.text}
    </p>
  );
}

function readyText(t: Text, { text, grounding }: Message): string {
  if (grounding === null) return t("chat.ready", { words: countWords(text) });
  if (grounding.abstained !== null) return t("grounding.ready.notThere");
  const counts = verdictCounts(grounding);
  return t("grounding.ready", { checked: counts.supported + counts.partly + counts.missing, ...counts });
}
