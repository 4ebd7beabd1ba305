import { useState, type KeyboardEvent } from "react";
import type { EngineState, Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { sortModels, type SortKey } from "./sort-models.ts";
import { ModelTableRow } from "./ModelTableRow.tsx";

export interface ModelsTableProps {
  models: readonly Model[];
  engines: readonly EngineState[];
  selectedId: string | null;
  onSelect: (modelId: string) => void;
  onUse: (modelId: string) => void;
  onLocate: (model: Model) => void;
}

/** The models as a table that is sorted by its head; ↑ and ↓ choose a row, Enter begins a chat with it. */
export function ModelsTable({ models, engines, selectedId, onSelect, onUse, onLocate }: ModelsTableProps) {
  const t = useText();
  const [sort, setSort] = useState<{ key: SortKey; down: boolean }>({ key: "name", down: false });
  const sorted = sortModels(models, sort.key, sort.down);
  const head = (key: SortKey, label: string, className?: string) => (
    <th
      scope="col"
      className={className}
      aria-sort={sort.key === key ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => setSort({ key, down: sort.key === key ? !sort.down : key !== "name" && key !== "keptIn" })}
      >
        {label}
      </button>
    </th>
  );
  const actionOf = (model: Model) => {
    const { name, problem, kind } = model;
    if (problem?.code === "MODEL_NOT_FOUND" || problem?.code === "MODEL_CHANGED") {
      return (
        <Button onClick={() => onLocate(model)} aria-label={t("models.locate.of", { name })}>
          {t("models.locate")}
        </Button>
      );
    }
    if (kind !== "chat" && kind !== "base") return null;
    if (problem !== null || model.fit.state === "too-large") {
      return (
        <Button kind="quiet" icon="dots" label={t("models.more.of", { name })} onClick={() => onSelect(model.id)} />
      );
    }
    return (
      <Button onClick={() => onUse(model.id)} aria-label={t("models.use.of", { name })}>
        {t("models.use")}
      </Button>
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const inButton = event.target instanceof Element && event.target.closest("td:last-child, .where-is") !== null;
    if (step === 0) {
      if (event.key === "Enter" && !inButton && selectedId !== null && event.target instanceof HTMLTableRowElement)
        onUse(selectedId);
      return;
    }
    event.preventDefault();
    const at = sorted.findIndex((model) => model.id === selectedId);
    const next = sorted[Math.min(sorted.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    onSelect(next.id);
    event.currentTarget.querySelector<HTMLElement>(`tr[data-model="${next.id}"]`)?.focus();
  };
  return (
    <section aria-labelledby="models-here">
      <h2 id="models-here" className="sr">
        {t("models.here")}
      </h2>
      <div className="tablewrap">
        <table className="grid models-grid">
          <thead>
            <tr>
              {head("name", t("models.column.model"))}
              {head("size", t("models.column.size"), "end")}
              {head("fit", t("models.column.fit"))}
              {head("speed", t("models.column.speed"))}
              {head("keptIn", t("models.column.keptIn"), "hide-s")}
              <th scope="col">
                <span className="sr">{t("models.column.action")}</span>
              </th>
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            {sorted.map((model) => (
              <ModelTableRow
                key={model.id}
                model={model}
                engine={engines.find((engine) => engine.modelId === model.id) ?? null}
                isSelected={model.id === selectedId}
                onSelect={onSelect}
                action={actionOf(model)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
