import { useId } from "react";
import type { TrainingSource } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { formatBytes } from "#renderer/ui/units.ts";

export interface SourceRowProps {
  source: TrainingSource;
  onColumns: (columns: TrainingSource["columns"]) => void;
  onRemove: () => void;
}

/** A column of no name: found by the usual names. */
const found = "";

/** One file to learn from; of a table, which columns are what. */
export function SourceRow({ source, onColumns, onRemove }: SourceRowProps) {
  const t = useText();
  const id = useId();
  const { name, path, format, sizeBytes, headers, columns } = source;
  const options = [
    { value: found, label: t(columns === null ? "training.columns.found" : "training.columns.none") },
    ...(headers ?? []).map((header) => ({ value: header, label: header })),
  ];
  const set = (change: Partial<NonNullable<TrainingSource["columns"]>>) => {
    const now = { prompt: null, answer: found, system: null, ...columns, ...change };
    onColumns(now.answer === found ? null : now);
  };
  const named = (header: string) => (header === found ? null : header);
  return (
    <li aria-labelledby={id}>
      <div className="row">
        <Icon name="file" size="s" />
        <span className="grow cut" id={id} title={path}>
          {name}
        </span>
        <span className="t3 n">
          {[format === null ? null : t(`training.format.${format}`), formatBytes(sizeBytes)]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <Button kind="quiet" size="sm" icon="x" label={t("training.texts.remove", { name })} onClick={onRemove} />
      </div>
      {headers !== null && (
        <div className="columns" role="group" aria-label={t("training.columns", { name })}>
          <Select
            label={t("training.columns.answer")}
            value={columns?.answer ?? found}
            options={options}
            onChange={(answer) => set({ answer })}
          />
          <Select
            label={t("training.columns.prompt")}
            value={columns?.prompt ?? found}
            options={options}
            onChange={(prompt) => set({ prompt: named(prompt) })}
          />
          <Select
            label={t("training.columns.system")}
            value={columns?.system ?? found}
            options={options}
            onChange={(system) => set({ system: named(system) })}
          />
        </div>
      )}
    </li>
  );
}
