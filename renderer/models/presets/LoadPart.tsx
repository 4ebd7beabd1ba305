import type { PresetLoad } from "#main/models/presets/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select } from "#renderer/ui/Field.tsx";
import { NumberOrNothing } from "#renderer/ui/NumberOrNothing.tsx";

/** How the model is loaded with this preset, where that differs from how it is set. */
export function LoadPart({ load, onChange }: { load: PresetLoad; onChange: (load: PresetLoad) => void }) {
  const t = useText();
  const { contextTokens, kvCacheType, flashAttention, threads } = load;
  /** What is undefined is not sent, and so stays as the model has it. */
  const set = (change: PresetLoad) => onChange({ ...load, ...change });
  const asModel = { value: "" as const, label: t("preset.asModel") };
  return (
    <section className="sect" aria-labelledby="preset-load">
      <h3 id="preset-load">{t("preset.load")}</h3>
      <p className="tiny t3">{t("preset.load.help")}</p>
      <NumberOrNothing
        label={t("preset.load.room")}
        help={t("preset.load.room.help")}
        nothing={t("preset.asModel")}
        value={typeof contextTokens === "number" ? contextTokens : null}
        min={256}
        max={4_194_304}
        onChange={(value) => set({ contextTokens: value ?? undefined })}
      />
      <Select
        label={t("models.option.kvCacheType")}
        help={t("models.option.kvCacheType.help")}
        value={kvCacheType ?? ""}
        options={[
          asModel,
          ...(["f16", "q8_0", "q4_0"] as const).map((value) => ({
            value,
            label: t(`models.option.kvCacheType.${value}`),
          })),
        ]}
        onChange={(value) => set({ kvCacheType: value === "" ? undefined : value })}
      />
      <Select
        label={t("models.option.flashAttention")}
        help={t("models.option.flashAttention.help")}
        value={flashAttention ?? ""}
        options={[
          asModel,
          ...(["auto", "on", "off"] as const).map((value) => ({ value, label: t(`models.option.${value}`) })),
        ]}
        onChange={(value) => set({ flashAttention: value === "" ? undefined : value })}
      />
      <NumberOrNothing
        label={t("models.option.threads")}
        help={t("models.option.threads.help")}
        nothing={t("preset.asModel")}
        value={typeof threads === "number" ? threads : null}
        min={1}
        max={512}
        onChange={(value) => set({ threads: value ?? undefined })}
      />
    </section>
  );
}
