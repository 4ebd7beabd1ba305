import { useEffect, useState } from "react";
import type { Fit, LoadOptions, Model, ModelsView } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { AboutModel } from "./AboutModel.tsx";
import { BeforeLoading } from "./fit/BeforeLoading.tsx";
import { LoadOptionsForm } from "./fit/LoadOptionsForm.tsx";
import { ModelProblem } from "./ModelProblem.tsx";
import { engineOf } from "./use-models.ts";

export interface ModelInspectorProps {
  model: Model;
  view: ModelsView;
  onLocate: () => void;
  onUse: (modelId: string) => void;
}

/** What one model costs before it is loaded, how it is loaded, and what it is. */
export function ModelInspector({ model, view, onLocate, onUse }: ModelInspectorProps) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const [options, setOptions] = useState<LoadOptions>(model.loadOptions);
  const fit = useEstimate(model, options);
  const engine = engineOf(view, model.id);
  const attempt = (work: Promise<unknown>) => {
    work.then(
      () => setFault(null),
      (error: unknown) => setFault(toErrorShape(error)),
    );
  };
  const change = (next: Partial<LoadOptions>) => {
    const all = { ...options, ...next };
    setOptions(all);
    attempt(client.models.setLoadOptions({ modelId: model.id, loadOptions: all }));
  };
  const writes = model.kind === "chat" || model.kind === "base";
  const forget = () => {
    attempt(client.models.forget({ modelId: model.id }).then(() => toast(t("models.forgotten", { name: model.name }))));
  };

  return (
    <>
      {model.problem !== null && <ModelProblem problem={model.problem} onLocate={onLocate} onForget={forget} />}
      {writes && model.problem === null && (
        <BeforeLoading
          model={model}
          machine={view.machine}
          engine={engine}
          fit={fit}
          options={options}
          onChange={change}
          onLoad={() => attempt(client.models.load({ modelId: model.id }))}
          onUnload={() => attempt(client.models.unload({ modelId: model.id }))}
          onUse={() => onUse(model.id)}
        >
          {fault !== null && <Fault error={fault} />}
        </BeforeLoading>
      )}
      <AboutModel model={model} />
      {writes && model.problem === null && <LoadOptionsForm options={options} onChange={change} />}
      <section className="sect">
        <div className="row model-does">
          {host?.canReveal === true && (
            <Button kind="text" onClick={() => attempt(client.settings.reveal({ path: model.path }))}>
              {t("models.reveal")}
            </Button>
          )}
          {model.problem === null && (
            <Button kind="text" tip={t("models.forget.tip")} onClick={forget}>
              {t("models.forget")}
            </Button>
          )}
        </div>
      </section>
    </>
  );
}

/** An estimate is asked for when the knobs stand still for so long. */
const settleMs = 150;

/** Whether the model would fit with these options; the model's own fit until the answer is there. */
function useEstimate(model: Model, options: LoadOptions): Fit {
  const client = useClient();
  const [fit, setFit] = useState<Fit | null>(null);
  const canEstimate = model.problem === null && (model.kind === "chat" || model.kind === "base");
  useEffect(() => {
    if (!canEstimate) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.models.estimate({ modelId: model.id, loadOptions: options }).then(
        (answer) => {
          if (isCurrent) setFit(answer);
        },
        // What the list says of the model stays.
        () => undefined,
      );
    }, settleMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, canEstimate, model.id, model.fit.freeBytes, options]);
  return fit ?? model.fit;
}
