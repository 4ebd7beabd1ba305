import type { ModelsView } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge, FitBadge } from "#renderer/ui/Badge.tsx";
import { Meter, MeterKey } from "#renderer/ui/Meter.tsx";
import { formatBytes, formatMemory } from "#renderer/ui/units.ts";
import { licenceText } from "../library/licence.ts";
import { memoryMeter } from "./memory-meter.ts";
import { memoryParts } from "./memory-parts.ts";
import { engineOf } from "../use-models.ts";

/** The model of a conversation with its fit, and who holds the computer's memory. */
export function MemorySection({ view, modelId }: { view: ModelsView; modelId: string | null }) {
  const t = useText();
  const model = view.models.find((one) => one.id === modelId) ?? null;
  const engine = engineOf(view, modelId);
  const parts = memoryParts(view.machine, model, view.engines);
  const meter = memoryMeter(parts, t);
  if (model === null) {
    return (
      <section className="sect">
        <p className="small t2">{t("models.none.chosen")}</p>
      </section>
    );
  }
  const loaded = engine?.phase === "ready";
  const { neededBytes, freeBytes, state } = model.fit;
  const spare = t("models.fit.spare", { spare: formatMemory(parts.freeBytes) });
  const note =
    state === "too-large"
      ? t("models.fit.too-large.text", { needed: formatMemory(neededBytes), free: formatMemory(freeBytes) })
      : t("models.memory.estimated");
  return (
    <section className="sect" aria-label={t("models.memory.section", { name: model.name })}>
      <div className="row">
        <div className="grow">
          <b className="cut" title={model.path}>
            {model.name}
          </b>
          <p className="tiny t3">
            {[model.quantisation, licenceText(model.licence) ?? formatBytes(model.sizeBytes)].join(" · ")}
          </p>
        </div>
        {loaded ? (
          <Badge tone={parts.freeBytes > 2 ** 30 ? "ok" : "warn"} icon={parts.freeBytes > 2 ** 30 ? "check" : "half"}>
            {spare}
          </Badge>
        ) : (
          <FitBadge state={model.fit.state}>
            {state === "too-large" || state === "unknown" ? undefined : spare}
          </FitBadge>
        )}
      </div>
      <Meter label={meter.label} total={parts.totalBytes} parts={meter.parts.slice(0, -1)} />
      <MeterKey parts={meter.parts} />
      {parts.estimated && <p className="tiny t3">{note}</p>}
    </section>
  );
}
