import type { DataSettings, Training, TrainingSettings } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { AdapterSettings } from "./AdapterSettings.tsx";
import type { Configure } from "./configure.ts";
import { LearningSettings } from "./LearningSettings.tsx";
import { MachineSettings } from "./MachineSettings.tsx";
import { TextSettings } from "./TextSettings.tsx";

export interface SettingsProps<Of> {
  settings: Of;
  onChange: (change: Partial<Of>) => void;
}

/** Everything that can be set, in the field's words where there are no plainer ones. */
export function AllSettings({ training, configure }: { training: Training; configure: Configure }) {
  const t = useText();
  const { data, settings } = training;
  const setData = (change: Partial<DataSettings>) => configure({ data: { ...data, ...change } });
  const set = (change: Partial<TrainingSettings>) => configure({ settings: { ...settings, ...change } });
  return (
    <section className="all-settings" aria-labelledby="training-settings">
      <h2 id="training-settings">{t("training.settings")}</h2>
      <TextSettings settings={data} onChange={setData} />
      <AdapterSettings settings={settings} onChange={set} />
      <LearningSettings settings={settings} onChange={set} />
      <MachineSettings settings={settings} onChange={set} />
    </section>
  );
}
