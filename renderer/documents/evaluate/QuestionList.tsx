import type { EvaluationQuestion, EvaluationRun, QuestionResult } from "#main/chat/evaluate/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";

export interface QuestionListProps {
  questions: readonly EvaluationQuestion[];
  last: EvaluationRun | undefined;
  onRemove: (questionId: string) => void;
}

/** Drawn at most; thousands come from files, and their figures are what tells. */
const MOST = 200;

/** Every question with what it should find, and what came of it the last time. */
export function QuestionList({ questions, last, onRemove }: QuestionListProps) {
  const t = useText();
  const results = new Map(last?.results.map((result) => [result.questionId, result]));
  return (
    <>
      <ol className="questions">
        {questions.slice(0, MOST).map(({ id, question, expected }) => (
          <li key={id}>
            <div className="grow">
              <p>{question}</p>
              <p className="tiny t2 cut">{expectedText(t, expected)}</p>
            </div>
            <Outcome result={results.get(id)} />
            <Button
              kind="quiet"
              size="sm"
              icon="bin"
              label={t("evaluate.remove", { question })}
              onClick={() => onRemove(id)}
            />
          </li>
        ))}
      </ol>
      {questions.length > MOST && <p className="tiny t2">{t("evaluate.more", { more: questions.length - MOST })}</p>}
    </>
  );
}

function expectedText(t: Text, expected: EvaluationQuestion["expected"]): string {
  const [first] = expected;
  if (first === undefined) return t("evaluate.expects.nothing");
  return [first.documentName, first.text].filter((piece) => piece !== "").join(": ");
}

function Outcome({ result }: { result: QuestionResult | undefined }) {
  const t = useText();
  if (result === undefined) return null;
  const { isAnswerable, isAbstained, ranks } = result;
  if (!isAnswerable)
    return isAbstained ? (
      <Badge tone="ok" icon="check">
        {t("evaluate.outcome.rightlyNot")}
      </Badge>
    ) : (
      <Badge tone="bad" icon="x">
        {t("evaluate.outcome.answered")}
      </Badge>
    );
  if (isAbstained)
    return (
      <Badge tone="bad" icon="x">
        {t("evaluate.outcome.wronglyNot")}
      </Badge>
    );
  const [rank] = ranks;
  if (rank === undefined)
    return (
      <Badge tone="bad" icon="x">
        {t("evaluate.outcome.missed")}
      </Badge>
    );
  return (
    <Badge tone={rank <= 5 ? "ok" : "warn"} icon={rank <= 5 ? "check" : "half"}>
      {t("evaluate.outcome.found", { rank })}
    </Badge>
  );
}
