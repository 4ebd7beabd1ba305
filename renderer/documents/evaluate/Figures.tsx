import type { EvaluationFigures, EvaluationRun } from "#main/chat/evaluate/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import { type Text, useText } from "#renderer/app/texts.ts";
import { Nothing } from "#renderer/ui/Nothing.tsx";

const ROWS = ["recall5", "recall10", "ndcg10", "abstentionPrecision", "abstentionRecall", "supportRate"] as const;
/** A smaller difference is what one question more or less makes of it. */
const SAME = 0.005;

/** The last run's figures beside those of the one before it: whether a change helped. */
export function Figures({ runs }: { runs: readonly EvaluationRun[] }) {
  const t = useText();
  const [last, before] = runs;
  if (last === undefined) return null;
  return (
    <div className="table-box" tabIndex={0} role="group" aria-label={t("evaluate.figures")}>
      <table className="figures">
        <caption>
          {t("evaluate.run.of", { questions: last.results.length, date: dateText(last.endedAt) })}
          {` · ${[last.modelName ?? t("evaluate.run.passages"), t(`sources.strictness.${last.strictness}`), ...findersOf(t, last)].join(" · ")}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("evaluate.figure")}</th>
            <th scope="col" className="end">
              {t("evaluate.last")}
            </th>
            <th scope="col" className="end">
              {t("evaluate.before")}
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row}>
              <th scope="row">
                {t(`evaluate.figure.${row}`)}
                <span className="sub">{t(`evaluate.figure.${row}.sub`)}</span>
              </th>
              <td className="end n">
                <Value value={last.figures[row]} />
                <Difference row={row} last={last.figures} before={before?.figures} />
              </td>
              <td className="end n t2">
                <Value value={before?.figures[row] ?? null} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value }: { value: number | null }) {
  const t = useText();
  return value === null ? <Nothing>{t("evaluate.unknown")}</Nothing> : t("evaluate.share", { value });
}

interface DifferenceProps {
  row: (typeof ROWS)[number];
  last: EvaluationFigures;
  before: EvaluationFigures | undefined;
}

function Difference({ row, last, before }: DifferenceProps) {
  const t = useText();
  const [now, then] = [last[row], before?.[row] ?? null];
  if (now === null || then === null || Math.abs(now - then) < SAME) return null;
  const isBetter = now > then;
  const points = Math.round(Math.abs(now - then) * 100);
  return (
    <span className={isBetter ? "sub ok" : "sub bad"}>
      {t(isBetter ? "evaluate.better" : "evaluate.worse", { points: Math.max(1, points) })}
    </span>
  );
}

/** The models by which passages were found: another one is what a run is often made for. */
function findersOf(t: Text, { finders }: EvaluationRun): string[] {
  if (finders === undefined) return [];
  const { meaning, order } = finders;
  return [
    ...(meaning === null ? [] : [t("evaluate.run.meaning", { name: meaning })]),
    ...(order === null || order.problem !== null ? [] : [t("evaluate.run.order", { name: order.by })]),
  ];
}
