import { presetName, presetsFor } from "#renderer/app/preset-name.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { showPresetsOf } from "./shown-model.ts";
import { whatItSets } from "./what-it-sets.ts";

/** What new chats with this model begin with, and the way to its presets. */
export function PresetsSection({ model, onSelect }: SectionProps) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const presets = usePresets((view) => view.presets) ?? [];
  const usualId = usePresets((view) => view.usual.find((one) => one.modelId === model.id)?.presetId ?? "") ?? "";
  const writes = model.kind === "chat" || model.kind === "base";
  if (!writes || model.problem !== null) return null;
  const able = presetsFor(presets, model.id);
  const usual = able.find((preset) => preset.id === usualId);
  return (
    <section className="sect" aria-labelledby="model-presets">
      <div className="row">
        <h3 id="model-presets">{t("preset.usual")}</h3>
        <Button
          kind="text"
          aria-label={t("preset.all", { name: model.name })}
          onClick={() => {
            showPresetsOf(model.id, usualId === "" ? null : usualId);
            onSelect("presets");
          }}
        >
          {t("preset.edit")}
        </Button>
      </div>
      {fault !== null && <Fault error={fault} />}
      <Select
        label={t("preset.usual")}
        hideLabel
        help={usual === undefined ? t("preset.usual.help") : whatItSets(usual, t)}
        value={usualId}
        options={[
          { value: "", label: t("preset.none") },
          ...able.map((preset) => ({ value: preset.id, label: presetName(preset, t) })),
        ]}
        onChange={(id) =>
          attempt(client.models.presets.setUsual({ modelId: model.id, presetId: id === "" ? null : id }))
        }
      />
    </section>
  );
}
