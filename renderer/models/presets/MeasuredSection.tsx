import { useEffect, useState } from "react";
import type { Job } from "#main/jobs/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { Measurement } from "#main/models/presets/contract.ts";
import { dateText, timeText } from "#renderer/app/formats.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { jobLine } from "#renderer/app/status/job-words.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Facts, Progress } from "#renderer/ui/Meter.tsx";
import { formatMemory } from "#renderer/ui/units.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { draftingVerdict } from "./drafting-verdict.ts";
import { MeasurementsTable } from "./MeasurementsTable.tsx";
import { oneDecimal } from "./PresetsTable.tsx";
import { SpeedChart } from "./SpeedChart.tsx";

export interface MeasuredSectionProps {
  model: Model;
  /** null: the model as it is set. */
  presetId: string | null;
  title: string;
}

/** What the preset did on this computer, now and over time. */
export function MeasuredSection({ model, presetId, title }: MeasuredSectionProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const lost = useLostReason();
  const [jobId, setJobId] = useState<string | null>(null);
  const [asTable, setAsTable] = useState(false);
  const job = useJobs((jobs) => measuringJob(jobs, jobId, model.name)) ?? null;
  const measured = useMeasurements(model.id, presetId);
  const newest = measured.at(-1);
  const isRunning = job !== null && isOpen(job);
  const measure = () => {
    const started = client.models.presets.measure({ modelId: model.id, presetId });
    attempt(started.then((answer) => setJobId(answer.jobId)));
  };
  return (
    <section aria-labelledby="preset-measured" className="measured">
      <div className="row">
        <h2 id="preset-measured" className="grow">
          {t("preset.measured", { name: title })}
        </h2>
        {isRunning ? (
          <Button reason={lost} onClick={() => attempt(client.jobs.cancel({ jobId: job.id }))}>
            {t("preset.measure.cancel")}
          </Button>
        ) : (
          <Button kind="go" onClick={measure}>
            {t("preset.measure")}
          </Button>
        )}
      </div>
      {fault !== null && <Fault error={fault} />}
      {job?.state === "failed" && job.error !== null && job.error.code !== "CANCELLED" && (
        <Fault>
          <p>{t.rich(...errorText(job.error))}</p>
        </Fault>
      )}
      {isRunning && (
        <div className="measuring">
          <Progress label={t("preset.measuring", { name: title })} value={job.progress} />
          <p className="tiny t3 n">{jobLine(t, job)}</p>
        </div>
      )}
      {newest === undefined ? (
        <p className="small t2">{t("preset.measure.text")}</p>
      ) : (
        <>
          <Facts items={factsOf(newest, t)} />
          {newest.quoting !== null && <DraftingVerdict quoting={newest.quoting} />}
          {measured.length > 1 && !asTable && (
            <div className="speed-charts">
              <SpeedChart label={t("preset.chart.writes")} measured={measured} value="answerSpeed" />
              <SpeedChart label={t("preset.chart.reads")} measured={measured} value="promptSpeed" />
            </div>
          )}
          {asTable && <MeasurementsTable measured={measured} />}
          <div className="row model-does">
            <Button kind="text" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? t("preset.table.hide") : t("preset.table.show")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function DraftingVerdict({ quoting }: { quoting: NonNullable<Measurement["quoting"]> }) {
  const t = useText();
  const { key, times } = draftingVerdict(quoting);
  return <p className="small t2">{t(key, { times })}</p>;
}

function factsOf(measured: Measurement, t: ReturnType<typeof useText>) {
  const { quoting, memoryBytes, gpuMemoryBytes, at } = measured;
  const figures = [
    { term: t("preset.fact.reads"), text: t("preset.speed", { speed: String(Math.round(measured.promptSpeed)) }) },
    { term: t("preset.fact.writes"), text: t("preset.speed", { speed: oneDecimal(measured.answerSpeed) }) },
    ...(quoting === null ? [] : [{ term: t("preset.fact.quotes"), text: quotingText(quoting, t) }]),
    { term: t("preset.fact.memory"), text: formatMemory(memoryBytes + gpuMemoryBytes) },
    { term: t("preset.fact.room"), text: t("models.tokens", { tokens: measured.contextTokens }) },
    { term: t("preset.fact.at"), text: `${dateText(at)}, ${timeText(at)}` },
  ];
  return figures.map((fact) => ({ ...fact, numeric: true }));
}

function quotingText(quoting: NonNullable<Measurement["quoting"]>, t: ReturnType<typeof useText>): string {
  const { speed, plainSpeed, drafted, accepted } = quoting;
  const part = drafted === 0 ? 0 : accepted / drafted;
  return t("preset.fact.quotes.text", { speed: oneDecimal(speed), plain: oneDecimal(plainSpeed), part });
}

/** The one that was begun here, else one of this model that another window began. */
function measuringJob(jobs: readonly Job[], jobId: string | null, modelName: string): Job | null {
  const own = jobs.find((job) => job.id === jobId);
  if (own !== undefined) return own;
  return jobs.find((job) => job.kind === "measure-preset" && job.subject === modelName && isOpen(job)) ?? null;
}

function useMeasurements(modelId: string, presetId: string | null): readonly Measurement[] {
  const client = useClient();
  const [measured, setMeasured] = useState<readonly Measurement[]>([]);
  const newest = usePresets(
    (view) => view.newest.find((one) => one.modelId === modelId && one.presetId === presetId)?.id ?? "",
  );
  useEffect(() => {
    if (newest === null || newest === "") return;
    let isWanted = true;
    client.models.presets.measurements({ modelId, presetId }).then(
      (found) => {
        if (isWanted) setMeasured(found);
      },
      // The newest comes with the view again.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [client, modelId, presetId, newest]);
  return measured;
}
