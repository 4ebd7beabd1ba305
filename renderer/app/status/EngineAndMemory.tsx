import { Link } from "wouter";
import { Icon } from "#renderer/ui/Icon.tsx";
import { tipProps } from "#renderer/ui/Tooltip.tsx";
import { formatGigabytes, formatMemory, formatTotal } from "#renderer/ui/units.ts";
import { useModelsView } from "../state/models.ts";
import { useText } from "../texts.ts";

/** The engine that runs, with its backend, and the computer's memory. */
export function EngineAndMemory() {
  const t = useText();
  const view = useModelsView((models) => models);
  if (view === null) return null;
  const { machine, engines, models } = view;
  const used = formatGigabytes(machine.totalMemoryBytes - machine.freeMemoryBytes);
  const total = formatTotal(machine.totalMemoryBytes);
  const ready = engines.filter((engine) => engine.phase === "ready");
  return (
    <>
      {ready.map((engine) => {
        const name = models.find((model) => model.id === engine.modelId)?.name ?? "";
        const memory = formatMemory(engine.memoryBytes + engine.gpuMemoryBytes);
        return (
          <Link
            key={engine.modelId}
            href={`/models/${engine.modelId}`}
            className="statusb n wide-only engine"
            {...tipProps(t("app.engineTip", { name }))}
          >
            {t("app.engine", { backend: engine.backend ?? "other", memory })}
          </Link>
        );
      })}
      <span
        className="n wide-only"
        {...tipProps(t("app.memoryTip", { cloister: formatMemory(machine.cloisterMemoryBytes) }))}
      >
        <Icon name="chip" size="s" />
        {t("app.memory", { used, total })}
      </span>
    </>
  );
}
