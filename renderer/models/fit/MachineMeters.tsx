import type { ModelsView } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Meter } from "#renderer/ui/Meter.tsx";
import { formatGigabytes, formatMemory, formatTotal } from "#renderer/ui/units.ts";
import { ofTotal } from "../words.ts";

/** The computer's memory and its graphics cards, with who uses them. */
export function MachineMeters({ view }: { view: ModelsView }) {
  const t = useText();
  const { machine, engines, models } = view;
  const others = Math.max(0, machine.totalMemoryBytes - machine.freeMemoryBytes - machine.cloisterMemoryBytes);
  const users = engines
    .filter((engine) => engine.memoryBytes > 0)
    .map((engine) => {
      const name = models.find((model) => model.id === engine.modelId)?.name ?? "";
      return t("models.uses", { name, size: formatMemory(engine.memoryBytes) });
    });
  const used = machine.totalMemoryBytes - machine.freeMemoryBytes;
  return (
    <section className="machine" aria-label={t("models.machine")}>
      {machine.gpus.map((gpu, index) => (
        <div key={index}>
          <p className="small">
            <b>{t("models.card")}</b> <span className="t2">{gpu.name}</span>
          </p>
          <Meter
            label={t("models.card.label", {
              used: formatGigabytes(gpu.totalBytes - gpu.freeBytes),
              total: formatTotal(gpu.totalBytes),
            })}
            total={gpu.totalBytes}
            parts={[{ amount: gpu.totalBytes - gpu.freeBytes, colour: "var(--data-1)" }]}
          />
          <p className="tiny t3 n">{t("models.free", { text: ofTotal(gpu.freeBytes, gpu.totalBytes, t) })}</p>
        </div>
      ))}
      <div>
        <p className="small">
          <b>{t("models.memory")}</b> <span className="t2">{formatTotal(machine.totalMemoryBytes)}</span>
        </p>
        <Meter
          label={t("models.memory.label", {
            used: formatGigabytes(used),
            total: formatTotal(machine.totalMemoryBytes),
          })}
          total={machine.totalMemoryBytes}
          parts={[
            { amount: others, colour: "var(--data-0)" },
            { amount: machine.cloisterMemoryBytes, colour: "var(--data-1)" },
          ]}
        />
        <p className="tiny t3 n">
          {[
            t("models.free", { text: ofTotal(machine.freeMemoryBytes, machine.totalMemoryBytes, t) }),
            t("models.others", { size: formatMemory(others) }),
            ...users,
          ].join(" · ")}
        </p>
      </div>
    </section>
  );
}
