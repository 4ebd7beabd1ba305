import type { EmbeddingState } from "#main/documents/embedding/contract.ts";
import type { Job } from "#main/jobs/contract.ts";
import { isOpen } from "#renderer/app/state/jobs.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { JobControls } from "../JobControls.tsx";

export interface EmbeddingProgressProps {
  readonly state: EmbeddingState;
  /** That makes vectors now, or failed the last time. */
  readonly job: Job | null;
  /** The model that was just chosen is being loaded. */
  readonly isTrying: boolean;
  readonly servingName: string;
  readonly onGoOn: (modelId: string) => void;
}

/** How many passages have vectors, what answers meanwhile, and the work on the rest. */
export function EmbeddingProgress({ state, job, isTrying, servingName, onGoOn }: EmbeddingProgressProps) {
  const t = useText();
  const lost = useLostReason();
  const { chosenId, servingId, passages, embedded } = state;
  const underWay = job !== null && isOpen(job) ? job : null;
  const texts = [t("embedding.state", { passages, embedded })];
  if (servingId !== null) texts.push(t("embedding.serving", { name: servingName }));
  if (isTrying) texts.push(t("embedding.trying"));
  return (
    <SettingRow
      title={t("embedding.progress")}
      help={chosenId === null ? t("embedding.none.help") : <span role="status">{texts.join(" ")}</span>}
    >
      {() => (
        <div className="row">
          {underWay !== null && <JobControls job={underWay} />}
          {underWay === null && !isTrying && chosenId !== null && embedded < passages && (
            <>
              {job !== null && job.error !== null && <span className="small bad">{t(...errorText(job.error))}</span>}
              <Button kind="text" reason={lost} onClick={() => onGoOn(chosenId)}>
                {t("embedding.goOn")}
              </Button>
            </>
          )}
        </div>
      )}
    </SettingRow>
  );
}
