import type { CurvePoint } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { twoDecimals } from "../numbers.ts";

/** Rows enough to see the course; the picture has every point. */
const MOST_ROWS = 60;

/** The same figures in rows: every look at the texts kept aside, and of the others as many as can be read. */
export function CurveTable({ points }: { points: readonly CurvePoint[] }) {
  const t = useText();
  const every = Math.ceil(points.length / MOST_ROWS);
  const rows = points.filter(({ heldOutLoss }, index) => heldOutLoss !== null || index % every === 0);
  return (
    <div className="curve-table" role="region" aria-label={t("training.curve.table")} tabIndex={0}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t("training.curve.step")}</th>
            <th scope="col" className="end">
              {t("training.curve.heldOut")}
            </th>
            <th scope="col" className="end">
              {t("training.curve.learnt")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, loss, heldOutLoss }) => (
            <tr key={step}>
              <th scope="row" className="n">
                {step}
              </th>
              <td className="end n">{heldOutLoss === null ? "" : twoDecimals(heldOutLoss)}</td>
              <td className="end n">{loss === null ? "" : twoDecimals(loss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
