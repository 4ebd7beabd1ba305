import type { Measurement } from "#main/models/presets/contract.ts";
import { dateText, timeText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { formatMemory } from "#renderer/ui/units.ts";
import { oneDecimal } from "./PresetsTable.tsx";

/** The charts' figures, and what they were measured with; the newest first. */
export function MeasurementsTable({ measured }: { measured: readonly Measurement[] }) {
  const t = useText();
  return (
    <div className="tablewrap" tabIndex={0} role="region" aria-label={t("preset.table")}>
      <table className="grid measurements">
        <caption className="sr">{t("preset.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("preset.column.when")}</th>
            <th scope="col" className="end">
              {t("preset.column.reads")}
            </th>
            <th scope="col" className="end">
              {t("preset.column.writes")}
            </th>
            <th scope="col" className="end">
              {t("preset.column.quotes")}
            </th>
            <th scope="col" className="end">
              {t("preset.column.memory")}
            </th>
            <th scope="col">{t("preset.column.with")}</th>
          </tr>
        </thead>
        <tbody>
          {measured.toReversed().map((one) => (
            <tr key={one.id}>
              <td>
                {dateText(one.at)}, {timeText(one.at)}
              </td>
              <td className="end n">{Math.round(one.promptSpeed)}</td>
              <td className="end n">{oneDecimal(one.answerSpeed)}</td>
              <td className="end n">{one.quoting === null ? "–" : oneDecimal(one.quoting.speed)}</td>
              <td className="end n">{formatMemory(one.memoryBytes + one.gpuMemoryBytes)}</td>
              <td>
                {t("preset.measured.with", {
                  tokens: one.contextTokens,
                  type: one.kvCacheType.slice(0, 2).toUpperCase(),
                  threads: one.threads,
                  drafting: one.drafting,
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
