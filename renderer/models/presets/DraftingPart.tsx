import { useEffect, useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { DraftModel, Drafting } from "#main/models/presets/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Select } from "#renderer/ui/Field.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";

export interface DraftingPartProps {
  model: Model;
  models: readonly Model[];
  drafting: Drafting | null;
  onChange: (drafting: Drafting | null) => void;
}

const usualTokens = { lookup: 8, model: 4 } as const;

/** Whether tokens are guessed ahead (speculative decoding), and by whom. */
export function DraftingPart({ model, models, drafting, onChange }: DraftingPartProps) {
  const t = useText();
  const drafts = useDraftModels(model.id);
  const able = drafts?.filter(({ problem }) => problem === null) ?? [];
  const chosen = drafting?.kind === "model" ? drafting.modelId : null;
  const isGone = chosen !== null && drafts !== null && !able.some(({ modelId }) => modelId === chosen);
  const chosenName = models.find(({ id }) => id === chosen)?.name ?? t("preset.drafting.gone");
  const tokens = drafting === null || drafting.kind === "off" ? usualTokens.lookup : drafting.tokens;
  const kinds = [
    { value: "" as const, label: t("preset.asUsual") },
    { value: "off" as const, label: t("preset.drafting.off") },
    { value: "lookup" as const, label: t("preset.drafting.lookup") },
    { value: "model" as const, label: t("preset.drafting.model"), disabled: able.length === 0 && chosen === null },
  ];
  return (
    <section className="sect" aria-labelledby="preset-drafting">
      <h3 id="preset-drafting">{t("preset.drafting")}</h3>
      <Select
        label={t("preset.drafting")}
        hideLabel
        help={helpOf(drafting, drafts, t)}
        value={drafting?.kind ?? ""}
        options={kinds}
        onChange={(kind) => {
          if (kind === "") onChange(null);
          else if (kind === "off") onChange({ kind });
          else if (kind === "lookup") onChange({ kind, tokens: usualTokens.lookup });
          else if (able[0] !== undefined) onChange({ kind, modelId: able[0].modelId, tokens: usualTokens.model });
        }}
      />
      {drafting?.kind === "model" && (
        <Select
          label={t("preset.drafting.by")}
          error={isGone ? t("preset.drafting.unfit", { name: chosenName, model: model.name }) : undefined}
          value={drafting.modelId}
          options={[
            ...(isGone ? [{ value: drafting.modelId, label: chosenName }] : []),
            ...able.map(({ modelId, name }) => ({ value: modelId, label: name })),
          ]}
          onChange={(modelId) => onChange({ ...drafting, modelId })}
        />
      )}
      {drafting !== null && drafting.kind !== "off" && (
        <Slider
          label={t("preset.drafting.tokens")}
          help={t("preset.drafting.tokens.help")}
          value={tokens}
          min={1}
          max={16}
          step={1}
          usual={usualTokens[drafting.kind]}
          onChange={(value) => onChange({ ...drafting, tokens: value })}
        />
      )}
    </section>
  );
}

function helpOf(
  drafting: Drafting | null,
  drafts: readonly DraftModel[] | null,
  t: ReturnType<typeof useText>,
): string {
  if (drafting?.kind === "lookup") return t("preset.drafting.lookup.help");
  if (drafting?.kind === "model") return t("preset.drafting.model.help");
  const none = drafts !== null && drafts.every(({ problem }) => problem !== null);
  return none ? t("preset.drafting.help.none") : t("preset.drafting.help");
}

function useDraftModels(modelId: string): readonly DraftModel[] | null {
  const client = useClient();
  const [drafts, setDrafts] = useState<readonly DraftModel[] | null>(null);
  useEffect(() => {
    // Without the list there is no draft model to choose, and all else works.
    client.models.presets.draftModels({ modelId }).then(setDrafts, () => undefined);
  }, [client, modelId]);
  return drafts;
}
