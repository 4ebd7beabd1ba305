import type { KeyboardEvent } from "react";
import type { Model } from "#main/models/contract.ts";
import type { Measurement, Preset } from "#main/models/presets/contract.ts";
import { presetName } from "#renderer/app/preset-name.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Nothing } from "#renderer/ui/Nothing.tsx";
import { formatMemory } from "#renderer/ui/units.ts";
import { HeadedTable } from "../HeadedTable.tsx";
import { whatItSets } from "./what-it-sets.ts";

export interface PresetsTableProps {
  model: Model;
  presets: readonly Preset[];
  /** null: none; the model as it is set. */
  usualId: string | null;
  newest: readonly Measurement[];
  selectedId: string | null;
  onSelect: (presetId: string | null) => void;
  onUsual: (presetId: string | null) => void;
}

/** The model as it is set, then its presets, each with what was measured last. ↑ and ↓ choose a row. */
export function PresetsTable(props: PresetsTableProps) {
  const { model, presets, usualId, newest, selectedId, onSelect, onUsual } = props;
  const t = useText();
  const rows = [null, ...presets];
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const at = rows.findIndex((preset) => (preset?.id ?? null) === selectedId);
    const next = rows[at + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onSelect(next?.id ?? null);
    event.currentTarget.querySelectorAll<HTMLElement>("tr")[at + step]?.focus();
  };
  return (
    <section aria-labelledby="presets-of-model">
      <h2 id="presets-of-model" className="sr">
        {t("preset.of", { name: model.name })}
      </h2>
      <HeadedTable
        columns={[
          { label: t("preset.heading") },
          { label: t("preset.column.reads"), end: true },
          { label: t("preset.column.writes"), end: true },
          { label: t("preset.column.memory"), end: true, wideOnly: true },
          { label: t("preset.column.usual"), unseen: true },
        ]}
        onKeyDown={onKeyDown}
      >
        {rows.map((preset) => {
          const id = preset?.id ?? null;
          const name = preset === null ? t("preset.none") : presetName(preset, t);
          const measured = newest.find((one) => one.modelId === model.id && one.presetId === id);
          return (
            <tr
              key={id ?? ""}
              aria-current={id === selectedId ? "true" : undefined}
              tabIndex={id === selectedId ? 0 : -1}
              onClick={() => onSelect(id)}
            >
              <td>
                <b>{name}</b>
                <span className="sub">{subOf(preset, t)}</span>
              </td>
              <td className="end n">{measured === undefined ? <NotMeasured /> : Math.round(measured.promptSpeed)}</td>
              <td className="end n">{measured === undefined ? <NotMeasured /> : oneDecimal(measured.answerSpeed)}</td>
              <td className="end n hide-s">
                {measured === undefined ? (
                  <NotMeasured />
                ) : (
                  formatMemory(measured.memoryBytes + measured.gpuMemoryBytes)
                )}
              </td>
              <td className="end">
                {id === usualId ? (
                  <Badge tone="on" icon="check">
                    {t("preset.usual")}
                  </Badge>
                ) : (
                  <Button
                    kind="text"
                    size="sm"
                    aria-label={t("preset.usual.make.of", { name })}
                    tip={t("preset.usual.tip")}
                    onClick={(event) => {
                      // A badge comes in the button's place.
                      event.currentTarget.closest("tr")?.focus();
                      onUsual(id);
                    }}
                  >
                    {t("preset.usual.make")}
                  </Button>
                )}
              </td>
            </tr>
          );
        })}
      </HeadedTable>
    </section>
  );
}

function NotMeasured() {
  const t = useText();
  return <Nothing>{t("preset.measured.not")}</Nothing>;
}

function subOf(preset: Preset | null, t: ReturnType<typeof useText>): string {
  if (preset === null) return t("preset.none.sub");
  const sets = whatItSets(preset, t);
  return preset.modelId === null ? t("preset.everyModel", { sets }) : sets;
}

export function oneDecimal(speed: number): string {
  return speed.toFixed(speed < 100 ? 1 : 0);
}
