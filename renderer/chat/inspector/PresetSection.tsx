import { useState } from "react";
import type { Chat } from "#main/chat/contract.ts";
import type { Preset } from "#main/models/presets/contract.ts";
import { presetName, presetsFor } from "#renderer/app/preset-name.ts";
import { usePresets } from "#renderer/app/state/presets.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { changedSince, partsAsIn, presetOf } from "./presets.ts";

export interface PresetSectionProps {
  chat: Chat;
  modelId: string | null;
  onChoose: (presetId: string | null) => void;
  /** Where presets are made and measured. */
  onEdit: () => void;
}

/** What the chat is held with, under one name: chosen here, made in Models. What is changed here can be kept as one more. */
export function PresetSection({ chat, modelId, onChoose, onEdit }: PresetSectionProps) {
  const t = useText();
  const client = useClient();
  const [name, setName] = useState<string | null>(null);
  const all = usePresets((view) => view.presets) ?? [];
  const usual = usePresets((view) => view.usual.find((one) => one.modelId === modelId)?.presetId ?? null);
  const presets = presetsFor(all, modelId);
  const usualPreset = presets.find((preset) => preset.id === usual) ?? null;
  const chosen = presets.find((preset) => preset.id === chat.presetId) ?? null;
  const isOwn = chosen === null ? presetOf(chat.sampling, presets) === null : changedSince(chat, chosen) !== null;
  const usualLabel =
    usualPreset === null ? t("preset.usual.none") : t("preset.usual.is", { name: presetName(usualPreset, t) });

  const keep = () => {
    const wanted = name?.trim() ?? "";
    setName(null);
    if (wanted === "") return;
    const { ofModel, parts } = partsAsIn(chat, modelId, chosen);
    client.models.presets.save({ id: null, modelId: ofModel, name: wanted, parts }).then(
      (preset: Preset) => onChoose(preset.id),
      () => toast(t("preset.failed")),
    );
  };
  return (
    <section className="sect" aria-labelledby="chat-preset">
      <div className="row">
        <h3 id="chat-preset">{t("preset.heading")}</h3>
        <Button kind="text" aria-label={t("preset.edit.all")} onClick={onEdit}>
          {t("preset.edit")}
        </Button>
      </div>
      <Select
        label={t("preset.heading")}
        hideLabel
        value={chosen?.id ?? ""}
        options={[
          { value: "", label: usualLabel },
          ...presets.map((preset) => ({ value: preset.id, label: presetName(preset, t) })),
        ]}
        onChange={(id) => onChoose(id === "" ? null : id)}
      />
      {isOwn && name === null && (
        <p className="tiny t3">
          {t("preset.changed")}{" "}
          <Button kind="text" size="sm" onClick={() => setName("")}>
            {t("preset.keep")}
          </Button>
        </p>
      )}
      {name !== null && (
        <div className="row preset-name">
          <TextField
            label={t("preset.name")}
            hideLabel
            placeholder={t("preset.name")}
            value={name}
            maxLength={80}
            onChange={setName}
            onKeyDown={(event) => {
              if (event.key === "Enter") keep();
              if (event.key === "Escape") setName(null);
            }}
          />
          <Button onClick={keep}>{t("ui.save")}</Button>
        </div>
      )}
    </section>
  );
}
