import { useState } from "react";
import { useModelsView } from "#renderer/app/state/models.ts";
import { listedName } from "#renderer/app/tell-apart.ts";
import { useText } from "#renderer/app/texts.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { EmbeddingProgress } from "./EmbeddingProgress.tsx";
import { ReadAgainDialog } from "./ReadAgainDialog.tsx";
import { RerankerRow } from "./RerankerRow.tsx";
import { useEmbedding } from "./use-embedding.ts";

/** Which model makes passages findable by their meaning, and how far it has come. */
export function EmbeddingPage() {
  const t = useText();
  const { state, job, fault, isBusy, choose } = useEmbedding();
  const models = useModelsView((view) => view.models) ?? [];
  const [wanted, setWanted] = useState<string | null>(null);
  const listed = models.filter(({ kind }) => kind === "embedding");

  const nameOf = (modelId: string | null): string => {
    const model = listed.find(({ id }) => id === modelId);
    return model === undefined ? "" : listedName(model, listed, t);
  };
  const change = (modelId: string) => {
    if (isBusy || modelId === state?.chosenId) return;
    // Where there is nothing to read again there is nothing to ask.
    if (state?.passages === 0) choose(modelId);
    else setWanted(modelId);
  };

  if (state === null) return fault === null ? null : <Fault error={fault} />;
  return (
    <div className="page mid settings">
      {fault !== null && <Fault error={fault} />}
      <SettingRow first title={t("embedding.model")} help={t("embedding.model.help")}>
        {() => (
          <Select
            label={t("embedding.model")}
            hideLabel
            value={state.chosenId ?? ""}
            options={
              state.chosenId === null
                ? [{ value: "", label: t("embedding.none") }]
                : state.models.map(({ id, isShipped }) => ({
                    value: id,
                    label: isShipped ? t("embedding.shipped", { name: nameOf(id) }) : nameOf(id),
                  }))
            }
            onChange={change}
          />
        )}
      </SettingRow>
      <EmbeddingProgress
        state={state}
        job={job}
        isTrying={isBusy}
        servingName={nameOf(state.servingId)}
        onGoOn={choose}
      />
      <RerankerRow models={models} />
      {wanted !== null && (
        <ReadAgainDialog
          name={nameOf(wanted)}
          before={nameOf(state.servingId ?? state.chosenId)}
          passages={state.passages}
          onAccept={() => choose(wanted)}
          onClose={() => setWanted(null)}
        />
      )}
    </div>
  );
}
