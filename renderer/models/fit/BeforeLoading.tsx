import type { ReactNode } from "react";
import type { EngineState, Fit, Machine, Model } from "#main/models/contract.ts";
import type { Estimate } from "#main/models/fit/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Meter, Progress } from "#renderer/ui/Meter.tsx";
import { formatMemory } from "#renderer/ui/units.ts";
import { beforeText } from "./before-text.ts";
import { memoryMeter } from "./memory-meter.ts";
import { memoryParts } from "./memory-parts.ts";
import { ofTotal } from "../words.ts";

export interface BeforeLoadingProps {
  model: Model;
  machine: Machine;
  engines: readonly EngineState[];
  fit: Fit;
  /** null until it is there. */
  estimate: Estimate | null;
  /** Options were changed since it was shown. */
  isChanged: boolean;
  sliders: ReactNode;
  /** Where the figures come from. */
  note: ReactNode;
  onLoad: () => void;
  onUnload: () => void;
  onUse: () => void;
  /** What went wrong with the last press. */
  children?: ReactNode;
}

/** How much memory a model takes, with how much room for conversation, before anything is loaded. */
export function BeforeLoading(props: BeforeLoadingProps) {
  const { model, machine, engines, fit, estimate, isChanged, sliders, note, onLoad, onUnload, onUse, children } = props;
  const t = useText();
  const engine = engines.find((one) => one.modelId === model.id) ?? null;
  const ready = engine?.phase === "ready";
  const loading = engine?.phase === "loading";
  const counted = ready ? engines : engines.filter((one) => one !== engine);
  const parts = memoryParts(machine, { ...model, fit: inMemory(fit, estimate) }, counted);
  const meter = memoryMeter(parts, t);
  return (
    <section className="sect" aria-labelledby="before-loading">
      <div className="row">
        <h3 id="before-loading" className="grow">
          {ready ? t("models.loaded") : t("models.before")}
        </h3>
        <FitBadge state={fit.state} />
      </div>
      <p className="small t2">{ready ? loadedText(engine, t) : beforeText({ model, machine, fit, estimate }, t)}</p>
      <div className="meter-row">
        <p className="tiny t2 row">
          <span className="grow">{t("models.memory")}</span>
          <span className="n">{ofTotal(parts.totalBytes - parts.freeBytes, parts.totalBytes, t)}</span>
        </p>
        <Meter label={meter.label} total={parts.totalBytes} parts={meter.parts.slice(0, -1)} />
      </div>
      {cards(machine, estimate, ready, t)}
      {!ready && estimate !== null && estimate.need !== null && (
        <p className="tiny t3 n">{needText(estimate.need, t)}</p>
      )}
      {sliders}
      {loading && (
        <Progress label={t("models.loading", { percent: Math.round(engine.progress * 100) })} value={engine.progress} />
      )}
      {children}
      <div className="row">
        {ready ? (
          <>
            <Button kind="go" className="grow" onClick={onUse}>
              {t("models.chat")}
            </Button>
            <Button onClick={onUnload} tip={t("models.unload.tip")}>
              {t("models.unload")}
            </Button>
          </>
        ) : (
          <>
            {loading ? (
              <Button className="grow" onClick={onUnload}>
                {t("models.load.cancel")}
              </Button>
            ) : (
              <Button kind="go" className="grow" onClick={onLoad}>
                {fit.state === "too-large" ? t("models.load.anyway") : t("models.load")}
              </Button>
            )}
            <Button onClick={onUse}>{t("models.chat")}</Button>
          </>
        )}
      </div>
      {!ready && note}
      {ready && isChanged && <p className="tiny t3">{t("models.reload.note")}</p>}
    </section>
  );
}

function loadedText(engine: EngineState, t: Text): string {
  return t("models.loaded.text", {
    backend: engine.backend ?? "cpu",
    threads: engine.threads ?? 1,
    size: formatMemory(engine.memoryBytes),
  });
}

function needText(need: NonNullable<Estimate["need"]>, t: Text): string {
  const text = t("models.need", {
    weights: formatMemory(need.weightsBytes),
    conversation: formatMemory(need.kvCacheBytes),
    working: formatMemory(need.computeBytes + need.programBytes),
  });
  const parts = [text];
  if (need.adapterBytes > 0) parts.push(t("models.need.adapters", { adapters: formatMemory(need.adapterBytes) }));
  if (need.draftBytes > 0) parts.push(t("models.need.draft", { draft: formatMemory(need.draftBytes) }));
  return parts.join(" · ");
}

/** What of it is in main memory. */
function inMemory(fit: Fit, estimate: Estimate | null): Fit {
  const devices = estimate?.devices ?? null;
  return devices === null ? fit : { ...fit, neededBytes: devices.ramBytes };
}

function cards(machine: Machine, estimate: Estimate | null, isLoaded: boolean, t: Text): ReactNode {
  const cardBytes = estimate?.devices?.cardBytes ?? 0;
  if (cardBytes === 0 || isLoaded) return null;
  const total = machine.gpus.reduce((sum, gpu) => sum + gpu.totalBytes, 0);
  const used = total - machine.gpus.reduce((sum, gpu) => sum + gpu.freeBytes, 0);
  return (
    <div className="meter-row">
      <p className="tiny t2 row">
        <span className="grow">{t("models.card")}</span>
        <span className="n">{ofTotal(used + cardBytes, total, t)}</span>
      </p>
      <Meter
        label={t("models.card.label", { used: formatMemory(used + cardBytes), total: formatMemory(total) })}
        total={total}
        parts={[
          { amount: used, colour: "var(--data-0)" },
          { amount: cardBytes, colour: "var(--data-1)" },
        ]}
      />
    </div>
  );
}
