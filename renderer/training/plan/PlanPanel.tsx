import type { MeasuredPlan, Training } from "#main/training/contract.ts";
import { durationText, timeText } from "#renderer/app/formats.ts";
import { type Text, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Facts, Meter, MeterKey } from "#renderer/ui/Meter.tsx";
import { formatBytes, formatGigabytes, formatMemory } from "#renderer/ui/units.ts";
import { Conduct } from "../Conduct.tsx";
import { NoteLine } from "../NoteLine.tsx";
import type { Configure } from "./configure.ts";
import { Preparing } from "./Preparing.tsx";
import { problemPlace } from "./problem-place.ts";
import { StartFault } from "./StartFault.tsx";
import { missingOf, type Starting } from "./use-start.ts";

export interface PlanPanelProps {
  training: Training;
  starting: Starting;
  configure: Configure;
}

/** What it takes, from a trial on this very computer: time with its range, memory, disk; and Start. */
export function PlanPanel({ training, starting, configure }: PlanPanelProps) {
  const t = useText();
  const { plan, preparingJobId, problem } = training;
  const missing = missingOf(training);
  return (
    <>
      <section className="sect training-panel" aria-label={t("training.plan.takes")}>
        {plan !== null && <Taken plan={plan} />}
        {preparingJobId !== null && <Preparing jobId={preparingJobId} />}
        {plan === null && preparingJobId === null && problem === null && missing !== null && (
          <p className="small t2">{t(missing)}</p>
        )}
        {problemPlace(problem) === "plan" && <Fault quiet error={problem ?? undefined} />}
        <Button kind="go" size="lg" reason={starting.reason} onClick={starting.start}>
          {t("training.start")}
        </Button>
        {starting.fault !== null && <StartFault fault={starting.fault} />}
        <Trial training={training} />
      </section>
      <section className="sect" aria-label={t("training.conduct")}>
        <Conduct training={training} onChange={configure} />
      </section>
      <section className="sect">
        {plan !== null && <NoteLine icon="check">{t("training.note.saved", { steps: plan.saveEvery })}</NoteLine>}
        {plan !== null && plan.plan.refusedCard !== null && (
          <NoteLine icon="alert">{t("training.notice.cardRefused", { card: plan.plan.refusedCard })}</NoteLine>
        )}
        <NoteLine icon="info">{t("training.note.work")}</NoteLine>
        <NoteLine icon="lock">{t("training.note.stays")}</NoteLine>
      </section>
    </>
  );
}

function Taken({ plan }: { plan: MeasuredPlan }) {
  const t = useText();
  const { seconds, memory, adapterBytes, diskBytes } = plan.plan;
  const time = (each: number) => durationText(t, each * 1_000);
  const rest = Math.max(0, memory.whole - memory.weights - memory.transposed - memory.adapter - memory.compute);
  const parts = [
    { amount: memory.weights, colour: "var(--data-1)", label: t("training.memory.weights") },
    { amount: memory.transposed, colour: "var(--data-3)", label: t("training.memory.transposed") },
    { amount: memory.compute, colour: "var(--data-2)", label: t("training.memory.compute") },
    { amount: memory.adapter + rest, colour: "var(--data-4)", label: t("training.memory.adapter") },
  ].map((part) => ({ ...part, text: formatMemory(part.amount) }));
  const total = Math.max(plan.freeBytes, memory.whole);
  const of = { used: formatGigabytes(memory.whole), free: formatMemory(plan.freeBytes) };
  return (
    <>
      <div>
        <div className="row">
          <p className="big n grow">{t("training.about", { duration: time(seconds.likely) })}</p>
          <FitBadge state={plan.fit} />
        </div>
        <p className="small t3 n">{t("training.between", { least: time(seconds.least), most: time(seconds.most) })}</p>
      </div>
      <div className="memory">
        <div className="row small">
          <span className="grow t2">{t("training.memory")}</span>
          <span className="n">{t("training.memory.of", of)}</span>
        </div>
        <Meter
          label={`${t("training.memory.of", of)}: ${parts.map(({ label, text }) => `${label} ${text}`).join(", ")}`}
          parts={parts}
          total={total}
        />
        <MeterKey parts={parts} />
      </div>
      <Facts
        items={[
          {
            term: t("training.disk"),
            text: t("training.disk.of", { bytes: formatBytes(diskBytes), free: formatBytes(plan.freeDiskBytes) }),
            numeric: true,
          },
          { term: t("training.adapter"), text: formatBytes(adapterBytes), numeric: true },
          ...cardFacts(t, plan.plan),
          { term: t("training.steps"), text: t("training.steps.count", { count: plan.plan.steps }), numeric: true },
        ]}
      />
    </>
  );
}

/** What a card does of it, and what of that it cannot; nothing where there is none. */
function cardFacts(t: Text, { card, fallbacks }: MeasuredPlan["plan"]) {
  if (card === null) return [];
  const { name, layers, ofLayers, bytes, freeBytes } = card;
  const of = { card: name, bytes: formatMemory(bytes), free: formatMemory(freeBytes), layers, of: ofLayers };
  const text = t(layers === ofLayers ? "training.card.all" : "training.card.some", of);
  const facts = [{ term: t("training.card"), text, numeric: false }];
  if (fallbacks.length > 0)
    facts.push({ term: t("training.card.fallbacks"), text: fallbacks.join(", "), numeric: false });
  return facts;
}

function Trial({ training }: { training: Training }) {
  const t = useText();
  const client = useClient();
  const { id: trainingId, plan, preparingJobId, sources, modelId } = training;
  if (preparingJobId !== null || sources.length === 0 || modelId === null) return null;
  return (
    <p className="tiny t3">
      {plan !== null && t("training.trial", { time: timeText(plan.measuredAt) })}
      {plan?.wasBusy === true && ` ${t("training.trial.busy")}`}{" "}
      <Button kind="text" size="sm" onClick={() => void client.training.prepare({ trainingId }).catch(() => undefined)}>
        {t("training.trial.again")}
      </Button>
    </p>
  );
}
