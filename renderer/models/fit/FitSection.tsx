import { useMemo, useState } from "react";
import type { LoadOptions } from "#main/models/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { engineOf } from "../use-models.ts";
import { BeforeLoading } from "./BeforeLoading.tsx";
import { FitSliders } from "./FitSliders.tsx";
import { LoadOptionsForm } from "./LoadOptionsForm.tsx";
import { NearestThatFits } from "./NearestThatFits.tsx";
import { SpeedNote } from "./SpeedNote.tsx";
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
  const [tried, setTried] = useState<Partial<LoadOptions> | null>(null);
  const shown = useMemo(() => ({ ...options, ...tried }), [options, tried]);
  const estimate = useEstimate(model, shown);
  const engine = engineOf(view, model.id);
  const change = (next: Partial<LoadOptions>) => {
    const all = { ...options, ...next };
    setOptions(all);
    attempt(client.models.setLoadOptions({ modelId: model.id, loadOptions: all }));
  };
  const fit = estimate?.fit ?? model.fit;
  return (
    <>
      <BeforeLoading
        model={model}
        machine={view.machine}
        engines={view.engines}
        fit={fit}
        estimate={estimate}
        isChanged={options !== model.loadOptions}
        sliders={
          <FitSliders
            model={model}
            machine={view.machine}
            estimate={estimate}
            options={options}
            onTry={setTried}
            onChange={change}
          />
        }
        note={<SpeedNote estimate={estimate} onMeasure={() => attempt(client.models.fit.measureMachine())} />}
        onLoad={() => attempt(client.models.load({ modelId: model.id, anyway: fit.state === "too-large" }))}
        onUnload={() => attempt(client.models.unload({ modelId: model.id }))}
        onUse={() => onUse(model.id)}
      >
        {engine?.phase !== "ready" && <NearestThatFits nearest={estimate?.nearest ?? null} onUse={change} />}
        {fault !== null && <Fault error={fault} />}
      </BeforeLoading>
      <LoadOptionsForm options={options} machine={view.machine} onChange={change} />
    </>
  );
}
