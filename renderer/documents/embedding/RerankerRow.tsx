import type { Model } from "#main/models/contract.ts";
import { saveSettings, useSettings } from "#renderer/app/state/settings.ts";
import { listedName } from "#renderer/app/tell-apart.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select } from "#renderer/ui/Field.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { sayFailed } from "../use-collection-actions.ts";

/** Which model puts the first passages in their order, if any. */
export function RerankerRow({ models }: { models: readonly Model[] }) {
  const t = useText();
  const chosenId = useSettings((settings) => settings?.rerankerModelId ?? null);
  const rankers = models.filter(({ kind, problem }) => kind === "reranker" && problem === null);
  const isGone = chosenId !== null && !rankers.some(({ id }) => id === chosenId);
  return (
    <SettingRow title={t("embedding.reranker")} help={t("embedding.reranker.help")}>
      {() => (
        <Select
          label={t("embedding.reranker")}
          hideLabel
          value={chosenId ?? ""}
          options={[
            { value: "", label: t("embedding.reranker.none") },
            ...rankers.map((model) => ({ value: model.id, label: listedName(model, rankers, t) })),
            ...(isGone ? [{ value: chosenId, label: t("embedding.reranker.gone"), disabled: true }] : []),
          ]}
          onChange={(id) => void saveSettings({ rerankerModelId: id === "" ? null : id }).catch(sayFailed)}
        />
      )}
    </SettingRow>
  );
}
