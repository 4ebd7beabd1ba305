import { useState } from "react";
import type { Model, ModelsView } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { SampleDialog } from "./SampleDialog.tsx";

export interface SampleCardProps {
  view: ModelsView;
  sample: Model | null;
  /** Nothing better was found: this is the next step. */
  isFirst: boolean;
  onStart: (modelId: string) => void;
}

/** The small model: tried at once where it is here, brought here after a question where it is not. */
export function SampleCard({ view, sample, isFirst, onStart }: SampleCardProps) {
  const t = useText();
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const job = useJobs((jobs) => jobs.find((one) => one.kind === "install-sample" && isOpen(one)) ?? null);
  const failed = useJobs(
    (jobs) => jobs.find((one) => one.kind === "install-sample" && one.state === "failed")?.error ?? null,
  );
  const size = formatBytes(view.sample.sizeBytes);
  const kind = isFirst ? "go" : "outlined";
  const coming = view.sample.state === "installing" || job !== null;
  const error = fault ?? (coming || sample !== null ? null : failed);

  const bring = async () => {
    setAsking(false);
    try {
      await client.models.installSample({ networkAllowed: true });
      setFault(null);
    } catch (caught) {
      setFault(toErrorShape(caught));
    }
  };

  return (
    <section className="card sample" aria-labelledby="welcome-sample">
      <div>
        <h2 id="welcome-sample">{t("welcome.sample")}</h2>
        <p className="small t2">{t("welcome.sample.text", { size })}</p>
      </div>
      {error !== null && <Fault error={error} />}
      {sample !== null && sample.problem === null ? (
        <Button kind={kind} onClick={() => onStart(sample.id)}>
          {t("welcome.sample.try")}
        </Button>
      ) : coming ? (
        <div className="coming">
          <p className="small t2 n">
            {job?.progress === null || job === null
              ? t("welcome.sample.coming")
              : t("welcome.sample.percent", { percent: Math.round(job.progress * 100) })}
          </p>
          <Progress label={t("welcome.sample.coming")} value={job?.progress ?? null} />
        </div>
      ) : (
        <Button kind={kind} icon="download" onClick={() => setAsking(true)}>
          {t("welcome.sample.bring", { size })}
        </Button>
      )}
      {asking && <SampleDialog size={size} onBring={() => void bring()} onClose={() => setAsking(false)} />}
    </section>
  );
}
