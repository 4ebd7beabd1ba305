import { useEffect, useRef, useState } from "react";
import type { Training } from "#main/training/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { twoDecimals } from "../numbers.ts";

/** Told at every quarter and when its state changes, not at every step. */
export function RunAnnouncer({ training }: { training: Training }) {
  const t = useText();
  const { state, run } = training;
  const quarter = run === null || run.steps === 0 ? 0 : Math.floor((4 * run.step) / run.steps);
  const key = `${state} ${quarter}`;
  const told = useRef(key);
  const [words, setWords] = useState("");
  useEffect(() => {
    if (told.current === key) return;
    told.current = key;
    const loss = run?.heldOutLoss ?? null;
    const left = run?.remainingMs ?? null;
    const parts = [
      t("training.step", { step: run?.step ?? 0, steps: run?.steps ?? 0 }),
      ...(loss === null ? [] : [t("training.told.heldOut", { loss: twoDecimals(loss) })]),
      ...(left === null ? [] : [t("job.left", { duration: durationText(t, left) })]),
    ];
    setWords(state === "running" ? parts.join(". ") : t(`training.told.${state}`));
  }, [key, run, state, t]);
  return (
    <p className="sr" role="status">
      {words}
    </p>
  );
}
