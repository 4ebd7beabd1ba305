import type { ReactNode } from "react";
import type { Training } from "#main/training/contract.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { formatGigabytes, formatMemory } from "#renderer/ui/units.ts";
import { perSecond } from "../numbers.ts";

/** What it took so far, beside what was planned. */
export function SoFar({ training }: { training: Training }) {
  const t = useText();
  const { run, plan } = training;
  if (run === null) return null;
  const time = (ms: number) => durationText(t, ms);
  const plannedMs = plan === null ? null : plan.plan.seconds.likely * 1_000;
  return (
    <dl className="so-far">
      <Row term={t("training.soFar.time")} now={time(run.workedMs)}>
        {plannedMs !== null && t("training.of", { planned: time(plannedMs) })}
      </Row>
      <Row
        term={t("training.memory")}
        now={plan === null || run.memoryBytes === 0 ? formatMemory(run.memoryBytes) : formatGigabytes(run.memoryBytes)}
      >
        {plan !== null && run.memoryBytes > 0 && t("training.of", { planned: formatMemory(plan.plan.memory.whole) })}
      </Row>
      <Row
        term={t("training.soFar.speed")}
        now={run.tokensPerSecond === null ? "–" : t("training.perSecond", { speed: perSecond(run.tokensPerSecond) })}
      >
        {plan !== null &&
          run.tokensPerSecond !== null &&
          t("training.of", { planned: perSecond(plan.plan.tokensPerSecond) })}
      </Row>
      <Row term={t("training.soFar.threads")} now={String(run.threads)}>
        {null}
      </Row>
    </dl>
  );
}

function Row({ term, now, children }: { term: string; now: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <b>{now}</b> {children}
      </dd>
    </div>
  );
}
