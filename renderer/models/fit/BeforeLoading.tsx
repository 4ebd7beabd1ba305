import type { ReactNode } from "react";
import type { EngineState, Fit, LoadOptions, Machine, Model } from "#main/models/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Meter, Progress } from "#renderer/ui/Meter.tsx";
import { formatMemory } from "#renderer/ui/units.ts";
import { memoryMeter } from "./memory-meter.ts";
import { memoryParts } from "./memory-parts.ts";
import { RoomSlider } from "./RoomSlider.tsx";
import { ofTotal } from "../words.ts";

export interface BeforeLoadingProps {
  model: Model;
  machine: Machine;
  engine: EngineState | null;
  fit: Fit;
  options: LoadOptions;
  onChange: (change: Partial<LoadOptions>) => void;
  onLoad: () => void;
  onUnload: () => void;
  onUse: () => void;
  /** What went wrong with the last press. */
  children?: ReactNode;
}

/** How much memory a model takes, with how much room for conversation, before anything is loaded. */
export function BeforeLoading(props: BeforeLoadingProps) {
  const { model, machine, engine, fit, options, onChange, onLoad, onUnload, onUse, children } = props;
  const t = useText();
  const ready = engine?.phase === "ready";
  const loading = engine?.phase === "loading";
  const parts = memoryParts(machine, { ...model, fit }, ready ? engine : null);
  const meter = memoryMeter(parts, t);
  return (
    <section className="sect" aria-labelledby="before-loading">
      <div className="row">
        <h3 id="before-loading" className="grow">
          {ready ? t("models.loaded") : t("models.before")}
        </h3>
        <FitBadge state={fit.state} />
      </div>
      <p className="small t2">{sentence(fit, engine, t)}</p>
      <div className="meter-row">
        <p className="tiny t2 row">
          <span className="grow">{t("models.memory")}</span>
          <span className="n">{ofTotal(parts.totalBytes - parts.freeBytes, parts.totalBytes, t)}</span>
        </p>
        <Meter label={meter.label} total={parts.totalBytes} parts={meter.parts.slice(0, -1)} />
      </div>
      <RoomSlider model={model} fit={fit} options={options} onChange={onChange} />
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
            <Button kind="go" className="grow" onClick={onLoad} reason={loading ? t("models.load.already") : undefined}>
              {fit.state === "too-large" ? t("models.load.anyway") : t("models.load")}
            </Button>
            <Button onClick={onUse}>{t("models.chat")}</Button>
          </>
        )}
      </div>
      {!ready && <p className="tiny t3">{t("models.estimate.note")}</p>}
      {ready && options !== model.loadOptions && <p className="tiny t3">{t("models.reload.note")}</p>}
    </section>
  );
}

function sentence(fit: Fit, engine: EngineState | null, t: Text): string {
  if (engine?.phase === "ready") {
    return t("models.loaded.text", {
      backend: engine.backend ?? "cpu",
      threads: engine.threads ?? 1,
      size: formatMemory(engine.memoryBytes),
    });
  }
  if (fit.state === "unknown") return t("models.fit.unknown.text");
  return t(`models.fit.${fit.state}.text`, {
    needed: formatMemory(fit.neededBytes),
    free: formatMemory(fit.freeBytes),
  });
}
