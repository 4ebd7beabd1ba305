import { useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { Preset, PresetParts } from "#main/models/presets/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useSettling } from "#renderer/app/use-settling.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextArea, TextField } from "#renderer/ui/Field.tsx";
import { SamplingKnobs } from "#renderer/ui/SamplingKnobs.tsx";
import { OptionSwitch } from "../fit/OptionSwitch.tsx";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { DraftingPart } from "./DraftingPart.tsx";
import { LoadPart } from "./LoadPart.tsx";
import { TemplatePart } from "./TemplatePart.tsx";
import { partsOf, whatItSets } from "./what-it-sets.ts";

export interface PresetEditorProps {
  model: Model;
  models: readonly Model[];
  preset: Preset;
  onCopy: () => void;
  onRemove: () => void;
}

/** What a preset sets. Saved as it is changed; built-in ones can be copied and nothing else. */
export function PresetEditor(props: PresetEditorProps) {
  const { preset, onCopy, onRemove } = props;
  const t = useText();
  return (
    <>
      {preset.builtIn ? (
        <section className="sect">
          <p className="small t2">{t("preset.builtIn", { sets: whatItSets(preset, t) })}</p>
        </section>
      ) : (
        <Editing {...props} />
      )}
      <section className="sect">
        <div className="row model-does">
          <Button kind="text" onClick={onCopy}>
            {t("preset.copy")}
          </Button>
          {!preset.builtIn && (
            <Button kind="text" onClick={onRemove}>
              {t("preset.remove")}
            </Button>
          )}
        </div>
      </section>
    </>
  );
}

/** What a chat begins with when a preset sets its sampling for the first time. */
const calm = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  seed: null,
  maxTokens: null,
  stopSequences: [],
};

function Editing({ model, models, preset }: PresetEditorProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const save = (name: string, parts: PresetParts) =>
    attempt(client.models.presets.save({ id: preset.id, modelId: preset.modelId, name, parts }));
  const [parts, setParts] = useSettling<PresetParts>(partsOf(preset), (value) => save(preset.name, value));
  const [name, setName] = useState(preset.name);
  const set = (change: Partial<PresetParts>) => setParts({ ...parts, ...change });
  const rename = () => {
    const wanted = name.trim();
    if (wanted === "") setName(preset.name);
    else if (wanted !== preset.name) save(wanted, parts);
  };
  return (
    <>
      <section className="sect">
        {fault !== null && <Fault error={fault} />}
        <TextField label={t("preset.name")} value={name} maxLength={80} onChange={setName} onBlur={rename} />
        <OptionSwitch
          label={t("preset.sampling")}
          help={t("preset.sampling.help")}
          checked={parts.sampling !== null}
          onChange={(on) => set({ sampling: on ? calm : null })}
        />
        {parts.sampling !== null && (
          <SamplingKnobs
            sampling={parts.sampling}
            onChange={(change) => set({ sampling: { ...(parts.sampling ?? calm), ...change } })}
          />
        )}
        <OptionSwitch
          label={t("preset.instructions")}
          help={t("preset.instructions.help")}
          checked={parts.systemPrompt !== null}
          onChange={(on) => set({ systemPrompt: on ? "" : null })}
        />
        {parts.systemPrompt !== null && (
          <TextArea
            label={t("preset.instructions")}
            hideLabel
            rows={4}
            value={parts.systemPrompt}
            onChange={(systemPrompt) => set({ systemPrompt })}
          />
        )}
      </section>
      <TemplatePart model={model} template={parts.template} onChange={(template) => set({ template })} />
      <DraftingPart
        model={model}
        models={models}
        drafting={parts.drafting}
        onChange={(drafting) => set({ drafting })}
      />
      <LoadPart load={parts.load} onChange={(load) => set({ load })} />
    </>
  );
}
