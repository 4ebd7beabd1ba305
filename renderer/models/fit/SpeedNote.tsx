import { useState } from "react";
import type { Estimate } from "#main/models/fit/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Estimates that are further from the truth are worth another measurement. */
const farOff = 0.3;

/** Where the estimate comes from, how far it has been from the truth, and a way to know where nothing was measured yet. */
export function SpeedNote({ estimate, onMeasure }: { estimate: Estimate | null; onMeasure: () => void }) {
  const t = useText();
  const [isAsked, setIsAsked] = useState(false);
  if (estimate === null) return <p className="tiny t3">{t("models.estimate.note")}</p>;
  const { isMachineMeasured, speedError } = estimate;
  // It was measured while the computer had other work.
  const isFarOff = speedError !== null && speedError > farOff;
  return (
    <div className="speed-note">
      <p className="tiny t3">
        {t("models.estimate.note")} {speedText(estimate, isAsked, t)}
      </p>
      {!isAsked && (!isMachineMeasured || isFarOff) && (
        <Button
          kind="text"
          tip={t("models.speed.measure.tip")}
          onClick={() => {
            setIsAsked(true);
            onMeasure();
          }}
        >
          {t("models.speed.measure")}
        </Button>
      )}
    </div>
  );
}

function speedText({ isMachineMeasured, speedError }: Estimate, isAsked: boolean, t: Text): string {
  if (!isMachineMeasured) return isAsked ? t("models.speed.measuring") : t("models.speed.unknown");
  if (speedError === null) return t("models.speed.from");
  return t("models.speed.error", { percent: Math.ceil(speedError * 100) });
}
