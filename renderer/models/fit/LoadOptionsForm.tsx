import type { LoadOptions, Machine } from "#main/models/contract.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import { useState } from "react";
import { AutoNumber } from "./AutoNumber.tsx";
import { backendsOf } from "./backends.ts";
import { OptionSwitch } from "./OptionSwitch.tsx";

/** How a model is loaded, for those who want to know; the usual choice is to leave all of it alone. */
export function LoadOptionsForm({
  options,
  machine,
  onChange,
}: {
  options: LoadOptions;
  machine: Machine;
  onChange: (change: Partial<LoadOptions>) => void;
}) {
  const t = useText();
  const platform = useHost()?.platform ?? null;
  const lacksCard = platform !== null && platform !== "darwin" && machine.gpus.length === 0;
  const [open, setOpen] = useState(false);
  return (
    <section className="sect" aria-labelledby="load-options">
      <div className="row">
        <h3 id="load-options">{t("models.options")}</h3>
        <Button
          kind="text"
          aria-expanded={open}
          aria-label={open ? t("models.options.hide") : t("models.options.show")}
          onClick={() => setOpen(!open)}
        >
          {open ? t("models.hide") : t("models.show")}
        </Button>
      </div>
      {!open && <p className="small t2">{t("models.options.text")}</p>}
      {open && (
        <div className="options">
          <Select
            label={t("models.option.backend")}
            help={t(lacksCard ? "models.option.backend.help.noCard" : "models.option.backend.help")}
            value={options.backend}
            options={backendsOf(platform, machine, options.backend).map((value) => ({
              value,
              label: t(`models.option.backend.${value}`),
            }))}
            onChange={(backend) => onChange({ backend })}
          />
          <Select
            label={t("models.option.flashAttention")}
            help={t("models.option.flashAttention.help")}
            value={options.flashAttention}
            options={(["auto", "on", "off"] as const).map((value) => ({ value, label: t(`models.option.${value}`) }))}
            onChange={(flashAttention) => onChange({ flashAttention })}
          />
          <AutoNumber
            label={t("models.option.threads")}
            help={t("models.option.threads.help")}
            value={options.threads}
            min={1}
            max={512}
            onChange={(threads) => onChange({ threads })}
          />
          <AutoNumber
            label={t("models.option.parallelChats")}
            help={t("models.option.parallelChats.help")}
            value={options.parallelChats}
            min={1}
            max={16}
            onChange={(parallelChats) => {
              if (parallelChats !== "auto") onChange({ parallelChats });
            }}
          />
          <OptionSwitch
            label={t("models.option.mmap")}
            help={t("models.option.mmap.help")}
            checked={options.mmap}
            onChange={(mmap) => onChange({ mmap })}
          />
          <OptionSwitch
            label={t("models.option.mlock")}
            help={t("models.option.mlock.help")}
            checked={options.mlock}
            onChange={(mlock) => onChange({ mlock })}
          />
          <OptionSwitch
            label={t("models.option.ignoreMemoryCheck")}
            help={t("models.option.ignoreMemoryCheck.help")}
            checked={options.ignoreMemoryCheck}
            onChange={(ignoreMemoryCheck) => onChange({ ignoreMemoryCheck })}
          />
        </div>
      )}
    </section>
  );
}
