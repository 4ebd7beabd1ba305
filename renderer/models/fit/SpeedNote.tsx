import { useState } from "react";
import type { Estimate } from "#main/models/fit/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Where the estimate comes from, how far it has been from the truth, and a way to know where nothing was measured yet. */
export function SpeedNote({ estimate, onMeasure }: { estimate: Estimate | null; onMeasure: () => void }) {
  const t = useText();
  const [isAsked, setIsAsked] = useState(false);
  if (estimate === null) return <p className="tiny t3">{t("models.estimate.note")}</p>;
  if (estimate.isMachineMeasured) {
    const percent = Math.ceil((estimate.speedError ?? 0) * 100);
    return (
      <p className="tiny t3">
        {t("models.estimate.note")}{" "}
        {estimate.speedError === null ? t("models.speed.from") : t("models.speed.error", { percent })}
      </p>
    );
  }
  return (
    <div className="speed-note">
      <p className="tiny t3">
        {t("models.estimate.note")} {isAsked ? t("models.speed.measuring") : t("models.speed.unknown")}
      </p>
      {!isAsked && (
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
