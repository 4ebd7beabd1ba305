import { Link } from "wouter";
import { Icon } from "#renderer/ui/Icon.tsx";
import { tipProps } from "#renderer/ui/Tooltip.tsx";
import { formatGigabytes, formatMemory, formatTotal } from "#renderer/ui/units.ts";
import { useModelsView } from "../state/models.ts";
import { useText } from "../texts.ts";

/** More than these are told by their sum: the bar has other things to say. */
const MOST_SHOWN = 2;

/** The engine that runs, with its backend, and the computer's memory. */
export function EngineAndMemory() {
  const t = useText();
  const view = useModelsView((models) => models);
  if (view === null) return null;
  const { machine, engines, models } = view;
  const used = formatGigabytes(machine.totalMemoryBytes - machine.freeMemoryBytes);
  const total = formatTotal(machine.totalMemoryBytes);
  const ready = engines.filter((engine) => engine.phase === "ready");
  const sum = ready.reduce((bytes, engine) => bytes + engine.memoryBytes + engine.gpuMemoryBytes, 0);
  const isMany = ready.length > MOST_SHOWN;
  return (
    <>
      {isMany && (
        <Link href="/models" className="statusb n wide-only engine">
          {t("app.engines", { count: ready.length, memory: formatMemory(sum) })}
        </Link>
      )}
      {(isMany ? [] : ready).map((engine) => {
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
