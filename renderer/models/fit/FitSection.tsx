import { useState } from "react";
import type { LoadOptions } from "#main/models/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "../use-attempt.ts";
import { engineOf } from "../use-models.ts";
import { BeforeLoading } from "./BeforeLoading.tsx";
import { LoadOptionsForm } from "./LoadOptionsForm.tsx";
import { useEstimate } from "./use-estimate.ts";

/** What a model costs before it is loaded, and how it is loaded; of models that write and can be loaded. */
export function FitSection(props: SectionProps) {
  const { kind, problem } = props.model;
  const writes = kind === "chat" || kind === "base";
  return writes && problem === null ? <Loading {...props} /> : null;
}

function Loading({ model, view, onUse }: SectionProps) {
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const [options, setOptions] = useState<LoadOptions>(model.loadOptions);
  const fit = useEstimate(model, options);
  const change = (next: Partial<LoadOptions>) => {
    const all = { ...options, ...next };
    setOptions(all);
    attempt(client.models.setLoadOptions({ modelId: model.id, loadOptions: all }));
  };
  return (
    <>
      <BeforeLoading
        model={model}
        machine={view.machine}
        engine={engineOf(view, model.id)}
        fit={fit}
        options={options}
        onChange={change}
        onLoad={() => attempt(client.models.load({ modelId: model.id }))}
        onUnload={() => attempt(client.models.unload({ modelId: model.id }))}
        onUse={() => onUse(model.id)}
      >
        {fault !== null && <Fault error={fault} />}
      </BeforeLoading>
      <LoadOptionsForm options={options} onChange={change} />
    </>
  );
}
