import type { AdapterUse } from "#main/chat/contract.ts";
import type { Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Slider } from "#renderer/ui/Slider.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { useSettling } from "./use-settling.ts";

export interface AdaptersSectionProps {
  /** Adapters for the model in use. */
  adapters: readonly Model[];
  used: readonly AdapterUse[];
  onChange: (used: AdapterUse[]) => void;
}

/** Small files that change how the model writes, each with its strength. A change counts from the next answer. */
export function AdaptersSection({ adapters, used, onChange }: AdaptersSectionProps) {
  const t = useText();
  const [held, setHeld] = useSettling<readonly AdapterUse[]>(used, (value) => onChange([...value]));
  if (adapters.length === 0) return null;
  const set = (adapter: Model, scale: number | null) => {
    const others = held.filter((one) => one.adapterId !== adapter.id);
    setHeld(scale === null ? others : [...others, { adapterId: adapter.id, name: adapter.name, scale }]);
  };
  return (
    <section className="sect" aria-labelledby="chat-adapters">
      <div className="row">
        <h3 id="chat-adapters">{t("chat.adapters")}</h3>
      </div>
      <ul className="adapters">
        {adapters.map((adapter) => {
          const use = held.find((one) => one.adapterId === adapter.id);
          return (
            <li key={adapter.id} className="adapter">
              <Switch
                label={adapter.name}
                checked={use !== undefined}
                onChange={(on) => set(adapter, on ? usualStrength : null)}
              />
              <span className="cut" aria-hidden="true">
                {adapter.name}
              </span>
              {use === undefined && <span className="off">{t("chat.adapters.off")}</span>}
              <Slider
                label={t("chat.adapters.strength", { name: adapter.name })}
                hideLabel
                min={0}
                max={1.5}
                step={0.05}
                usual={usualStrength}
                value={use?.scale ?? usualStrength}
                disabled={use === undefined}
                onChange={(scale) => set(adapter, scale)}
              />
            </li>
          );
        })}
      </ul>
      <p className="tiny t3">{t("chat.adapters.note")}</p>
    </section>
  );
}

/** The strength an adapter was trained at. */
const usualStrength = 1;
