import type { Training } from "#main/training/contract.ts";
import { openDrawer } from "#renderer/app/frame/frame-store.ts";
import { INSPECTOR_FOLDS_UNDER_PX, useNarrowerThan } from "#renderer/app/frame/use-width.ts";
import { toggleColumn, useColumns } from "#renderer/app/frame/columns.ts";
import { durationText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { formatGigabytes, formatMemory } from "#renderer/ui/units.ts";
import { StartFault } from "./StartFault.tsx";
import { missingOf, type Starting } from "./use-start.ts";

/** The plan in short at the foot, where its panel is folded away: what must be known before a start is always in sight. */
export function PlanBar({ training, starting }: { training: Training; starting: Starting }) {
  const t = useText();
  const folded = useNarrowerThan(INSPECTOR_FOLDS_UNDER_PX);
  const { inspectorOpen } = useColumns();
  if (!folded && inspectorOpen) return null;
  const { plan } = training;
  const missing = missingOf(training);
  return (
    <section className="planbar" aria-label={t("training.plan.short")}>
      <p className="grow">
        {plan === null ? (
          <span className="small t2">{missing !== null && t(missing)}</span>
        ) : (
          <>
            <b className="n">{t("training.about", { duration: durationText(t, plan.plan.seconds.likely * 1_000) })}</b>
            <span className="small t2 n">
              {" · "}
              {t("training.memory.of", {
                used: formatGigabytes(plan.plan.memory.whole),
                free: formatMemory(plan.freeBytes),
              })}
            </span>
          </>
        )}
      </p>
      <Button onClick={() => (folded ? openDrawer("inspector") : void toggleColumn("inspector"))}>
        {t("training.plan.whole")}
      </Button>
      <Button kind="go" reason={starting.reason} onClick={starting.start}>
        {t("training.start")}
      </Button>
      {starting.fault !== null && <StartFault fault={starting.fault} />}
    </section>
  );
}
