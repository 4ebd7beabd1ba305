import type { Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";

/** It ended without a result: why, and what can still be done with what it has learnt. */
export function Ended({ training, attempt }: { training: Training; attempt: (work: Promise<unknown>) => void }) {
  const t = useText();
  const client = useClient();
  const lost = useLostReason();
  const { id: trainingId, state, run, problem } = training;
  const savedStep = run?.savedStep ?? null;
  const step = savedStep ?? 0;
  return (
    <section className="ended" aria-label={t("training.ended")}>
      <h2 className="big">
        {t(state === "failed" ? "training.ended.failed" : "training.ended.cancelled", { step: run?.step ?? 0 })}
      </h2>
      {problem !== null && <Fault quiet error={problem} />}
      <p className="t2">{t(savedStep === null ? "training.ended.nothing" : "training.ended.kept", { step })}</p>
      <div className="row">
        <Button kind="go" reason={lost} onClick={() => attempt(client.training.start({ trainingId }))}>
          {savedStep === null ? t("training.ended.anew") : t("training.ended.goOn", { step })}
        </Button>
        {savedStep !== null && (
          <>
            <Button reason={lost} onClick={() => attempt(client.training.stop({ trainingId }))}>
              {t("training.ended.keep")}
            </Button>
            <Button kind="quiet" reason={lost} onClick={() => attempt(client.training.discard({ trainingId }))}>
              {t("training.ended.discard")}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
