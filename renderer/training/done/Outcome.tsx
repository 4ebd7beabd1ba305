import type { TrainingResult } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { twoDecimals } from "../numbers.ts";
import { chanceText, outcomeOf } from "./outcome.ts";

/** Whether texts that it has not seen surprise it less than before, in words and figures; nothing more is claimed. */
export function Outcome({ result, heldOut }: { result: TrainingResult; heldOut: number }) {
  const t = useText();
  const { heldOutLoss, heldOutLossBefore, reason, step, bestStep } = result;
  const outcome = outcomeOf(result);
  return (
    <section className="outcome" aria-labelledby="training-outcome">
      <p className="headline" id="training-outcome">
        {t(`training.outcome.${outcome}`)}
      </p>
      {heldOutLoss !== null && heldOutLossBefore !== null && (
        <>
          <p className="t2">
            {t("training.outcome.figures", {
              count: heldOut,
              before: twoDecimals(heldOutLossBefore),
              after: twoDecimals(heldOutLoss),
            })}
          </p>
          <p className="t2">
            {t("training.outcome.chance", { before: chanceText(heldOutLossBefore), after: chanceText(heldOutLoss) })}
          </p>
        </>
      )}
      <p className="small t3">{t(`training.outcome.${reason}`, { step, best: bestStep })}</p>
    </section>
  );
}
