import type { Model } from "#main/models/contract.ts";
import type { Preset } from "#main/models/presets/contract.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { presetName, presetsFor } from "#renderer/app/preset-name.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Empty } from "#renderer/ui/Empty.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import type { TabProps } from "../part.ts";
import { listedName } from "#renderer/app/tell-apart.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { useUsualModelId, writers } from "../use-models.ts";
import { MeasuredSection } from "./MeasuredSection.tsx";
import { PresetEditor } from "./PresetEditor.tsx";
import { PresetsTable } from "./PresetsTable.tsx";
import { TemplateFault } from "./TemplateFault.tsx";
import { showPresetsOf, usePresetsModel } from "./shown-model.ts";
import { nothingSet, partsOf } from "./what-it-sets.ts";
import "./presets.css";

/** Named sets of changes for a model: what they are, which is usual, and what each does on this computer. */
export function PresetsPage({ view, switcher }: TabProps) {
  const t = useText();
  const able = writers(view.models).filter((model) => model.problem === null);
  const usualId = useUsualModelId(view.models);
  const wanted = usePresetsModel((shown) => shown.modelId) ?? usualId;
  const model = able.find((one) => one.id === wanted) ?? able[0] ?? null;
  if (model === null) {
    return (
      <MainPane>
        <RoomBar title={t("models.title")} sub={t("preset.sub")} actions={switcher} />
        <div className="scroll">
          <Empty title={t("preset.empty.title")}>{t("preset.empty")}</Empty>
        </div>
      </MainPane>
    );
  }
  return <PresetsOf key={model.id} model={model} models={able} switcher={switcher} />;
}

interface PresetsOfProps extends Pick<TabProps, "switcher"> {
  model: Model;
  models: readonly Model[];
}

function PresetsOf({ model, models, switcher }: PresetsOfProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const view = usePresets((held) => held);
  const shownId = usePresetsModel((shown) => shown.presetId);
  const presets = presetsFor(view?.presets ?? [], model.id);
  const selected = presets.find((preset) => preset.id === shownId) ?? null;
  const select = (presetId: string | null) => showPresetsOf(model.id, presetId);
  const save = async (preset: Pick<Preset, "name"> & { parts: ReturnType<typeof partsOf> }) => {
    const made = await client.models.presets.save({ id: null, modelId: model.id, ...preset });
    select(made.id);
  };
  const add = () => attempt(save({ name: t("preset.new.name"), parts: nothingSet }));
  const copy = (preset: Preset) =>
    attempt(save({ name: t("preset.copy.name", { name: presetName(preset, t) }), parts: partsOf(preset) }));
  const title = selected === null ? t("preset.none") : presetName(selected, t);

  return (
    <>
      <MainPane>
        <RoomBar
          title={t("models.title")}
          sub={t("preset.sub")}
          actions={
            <>
              {switcher}
              <Button icon="plus" onClick={add}>
                {t("preset.new")}
              </Button>
            </>
          }
        />
        <div className="scroll" tabIndex={0} role="region" aria-label={t("preset.tab")}>
          <div className="page presets-page">
            {fault !== null && <Fault error={fault} />}
            <div className="presets-model">
              <Select
                label={t("preset.model")}
                value={model.id}
                options={models.map((one) => ({ value: one.id, label: listedName(one, models, t) }))}
                onChange={(id) => showPresetsOf(id)}
              />
              <p className="small t2">{t("preset.what")}</p>
            </div>
            <PresetsTable
              model={model}
              presets={presets}
              usualId={view?.usual.find((one) => one.modelId === model.id)?.presetId ?? null}
              newest={view?.newest ?? []}
              selectedId={selected?.id ?? null}
              onSelect={select}
              onUsual={(presetId) => attempt(client.models.presets.setUsual({ modelId: model.id, presetId }))}
            />
            <MeasuredSection key={selected?.id ?? ""} model={model} presetId={selected?.id ?? null} title={title} />
          </div>
        </div>
      </MainPane>
      <InspectorPane label={t("preset.details")} title={title}>
        {selected === null ? (
          <>
            <TemplateFault model={model} onGiven={() => undefined} />
            <section className="sect">
              <p className="small t2">{t("preset.none.text")}</p>
            </section>
          </>
        ) : (
          <PresetEditor
            key={selected.id}
            model={model}
            models={models}
            preset={selected}
            onCopy={() => copy(selected)}
            onRemove={() => {
              document.querySelector<HTMLElement>(".presets-page tbody tr")?.focus();
              select(null);
              attempt(client.models.presets.remove({ id: selected.id }));
            }}
          />
        )}
      </InspectorPane>
    </>
  );
}
