import { useState } from "react";
import type { Strictness } from "#main/chat/grounding/contract.ts";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useCollections } from "#renderer/app/state/collections.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { PathDialog } from "#renderer/ui/PathDialog.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { AddQuestion } from "./AddQuestion.tsx";
import { Figures } from "./Figures.tsx";
import { QuestionList } from "./QuestionList.tsx";
import { useEvaluation } from "./use-evaluation.ts";
import "./evaluate.css";

/** A person's own questions of a collection: what is found for them, and whether a change of model or settings helped. */
export function EvaluatePage({ collectionId, onBack }: { collectionId: string; onBack: () => void }) {
  const t = useText();
  const client = useClient();
  const name = useCollections((all) => all.find(({ id }) => id === collectionId)?.name ?? "") ?? "";
  const { questions, runs, job, fault, attempt } = useEvaluation(collectionId);
  const [strictness, setStrictness] = useState<Strictness>("balanced");
  const [withAnswers, setWithAnswers] = useState(false);
  const [isImporting, setIsImporting] = useState(false);
  const count = questions?.length ?? 0;
  const evaluate = client.chat.evaluate;

  const importFrom = async (path: string) => {
    const { added } = await evaluate.import({ collectionId, path });
    toast(t("evaluate.imported", { added }));
    await attempt(Promise.resolve());
  };

  return (
    <MainPane>
      <RoomBar
        title={t("evaluate.title", { name })}
        sub={t("evaluate.sub")}
        actions={<Button kind="quiet" icon="left" label={t("reader.back")} onClick={onBack} />}
      />
      <div className="scroll evaluate" tabIndex={0} role="group" aria-label={t("evaluate.title", { name })}>
        {fault !== null && <Fault error={fault} />}
        <section className="run-questions" aria-label={t("evaluate.run")}>
          <Segmented
            label={t("evaluate.strictness")}
            value={strictness}
            options={(["strict", "balanced", "always"] as const).map((value) => ({
              value,
              label: t(`sources.strictness.${value}`),
            }))}
            onChange={setStrictness}
          />
          <span className="row">
            <Switch labelledBy="evaluate-answers" checked={withAnswers} onChange={setWithAnswers} />
            <span id="evaluate-answers">{t("evaluate.withAnswers")}</span>
          </span>
          <Button
            kind="go"
            reason={job !== null ? t("evaluate.running") : count === 0 ? t("evaluate.none") : undefined}
            onClick={() => void attempt(evaluate.run({ collectionId, strictness, withAnswers }))}
          >
            {t("evaluate.run.go", { count })}
          </Button>
          {job !== null && <Progress label={t("evaluate.running")} value={job.progress} />}
        </section>
        <Figures runs={runs} />
        <h2>{t("evaluate.questions")}</h2>
        <AddQuestion
          onAdd={(question, expected) =>
            attempt(
              evaluate.add({
                ...{ collectionId, question },
                expected: expected === "" ? [] : [{ documentName: "", text: expected }],
              }),
            )
          }
          onImport={() => setIsImporting(true)}
        />
        {questions !== null && (
          <QuestionList
            questions={questions}
            last={runs[0]}
            onRemove={(questionId) => void attempt(evaluate.remove({ questionId }))}
          />
        )}
      </div>
      {isImporting && (
        <PathDialog
          title={t("evaluate.import")}
          label={t("evaluate.import.path")}
          help={t("evaluate.import.help")}
          verb={t("evaluate.import")}
          onPath={importFrom}
          onClose={() => setIsImporting(false)}
        />
      )}
    </MainPane>
  );
}
