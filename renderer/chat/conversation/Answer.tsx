import { memo, useMemo, useState, type KeyboardEvent } from "react";
import type { Message, RunState } from "#main/chat/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { type Chosen, GroundedAnswerContext } from "../grounding/chosen.ts";
import { Ground } from "../grounding/Ground.tsx";
import { NotThere } from "../grounding/NotThere.tsx";
import { Markdown } from "../markdown/Markdown.tsx";
import { StructuredAnswer } from "../structured/StructuredAnswer.tsx";
import { useConversationActions } from "./actions.ts";
import { AnswerActions } from "./AnswerActions.tsx";
import { AnswerDetails } from "./AnswerDetails.tsx";
import { AnswerEnd } from "./AnswerEnd.tsx";
import { RunLine } from "./RunLine.tsx";
import { siblingAt } from "./siblings.ts";
import { RatingReason } from "./Rating.tsx";
import { Thoughts } from "./Thoughts.tsx";

export interface AnswerProps {
  message: Message;
  /** How it is being written, or null. */
  run: RunState | null;
  /** Nothing rests on it yet: it can be gone on with. */
  isLast: boolean;
}

/** One answer: who wrote it, its thoughts, its text, how it ended, and what can be done with it. */
export const Answer = memo(function Answer({ message, run, isLast }: AnswerProps) {
  const t = useText();
  const actions = useConversationActions();
  const [details, setDetails] = useState(false);
  const [chosen, setChosen] = useState<Chosen>(null);
  const writing = message.status === "writing" || message.status === "queued";
  const { grounding } = message;
  const structured = message.generation?.structured ?? null;
  const grounded = useMemo(
    () => (grounding === null ? null : { grounding, chosen, choose: setChosen }),
    [grounding, chosen],
  );
  const isAbstained = grounding !== null && grounding.abstained !== null;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step === 0 || event.target !== event.currentTarget) return;
    const sibling = siblingAt(message, step);
    if (sibling === null) return;
    event.preventDefault();
    actions.select(sibling);
  };

  return (
    <article
      className="answer"
      aria-label={writing ? t("chat.answer.writing") : t("chat.answer.label")}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      data-message={message.id}
    >
      <Who message={message} />
      {message.thoughts !== null && <Thoughts thoughts={message.thoughts} thinking={run?.phase === "thinking"} />}
      {message.text !== "" && !isAbstained && (
        <GroundedAnswerContext value={grounded}>
          <div className={run?.phase === "writing" ? "prose writing" : "prose"} dir="auto">
            {structured === null ? (
              <Markdown text={message.text} writing={writing} sentences={grounding?.sentences} />
            ) : (
              <StructuredAnswer text={message.text} structured={structured} isWriting={writing} />
            )}
          </div>
        </GroundedAnswerContext>
      )}
      {isAbstained && <NotThere message={message} isLast={isLast} />}
      {run !== null && <RunLine state={run} begun={message.text !== ""} />}
      {grounding?.everything === null && writing && message.text !== "" && (
        <p className="cite wait">{t("grounding.notChecked")}</p>
      )}
      {grounding !== null && !(writing && grounding.everything !== null && grounding.passages.length === 0) && (
        <Ground
          {...{ grounding, chosen }}
          text={message.text}
          onChoose={setChosen}
          isWriting={writing}
          messageId={message.id}
          isLast={isLast}
        />
      )}
      {!writing && !isAbstained && <AnswerEnd message={message} isLast={isLast} />}
      {!writing && (
        <AnswerActions message={message} details={details} onDetails={() => setDetails(!details)} isLast={isLast} />
      )}
      {!writing && message.rating !== null && <RatingReason messageId={message.id} rating={message.rating} />}
      {details && message.generation !== null && <AnswerDetails generation={message.generation} />}
    </article>
  );
});

/** The model and the adapters with their strengths: they stay on what they wrote. Beside a version with some, none is said too. */
function Who({ message }: { message: Message }) {
  const t = useText();
  const { hasAdapters } = useConversationActions();
  const generation = message.generation;
  if (generation === null) return null;
  const adapters = generation.adapters.map((adapter) => `${adapter.name} ${adapter.scale.toFixed(2)}`);
  if (adapters.length === 0 && hasAdapters) adapters.push(t("adapters.compare.labelled"));
  return <p className="who">{[generation.modelName, ...adapters].join(" · ")}</p>;
}
