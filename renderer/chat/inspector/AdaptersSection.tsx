import type { AdapterUse } from "#main/chat/contract.ts";
import { useAdapterShelf } from "#renderer/app/state/adapter-shelf.ts";
import { movedUp, withStrength } from "#renderer/app/state/adapter-uses.ts";
import { useKeptOrder } from "#renderer/app/state/use-kept-order.ts";
import { useText } from "#renderer/app/texts.ts";
import { useSettling } from "#renderer/app/use-settling.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { AdapterRow } from "./AdapterRow.tsx";

export interface AdaptersSectionProps {
  modelId: string | null;
  used: readonly AdapterUse[];
  onChange: (used: AdapterUse[]) => void;
  /** Brings another one here. */
  onAdd: () => void;
}

/** Small files that change how the model writes, each with its strength. A change counts from the next answer. */
export function AdaptersSection({ modelId, used, onChange, onAdd }: AdaptersSectionProps) {
  const t = useText();
  const shelf = useAdapterShelf(modelId);
  const [held, setHeld] = useSettling<readonly AdapterUse[]>(used, (value) => onChange([...value]));
  const all = shelf?.adapters ?? [];
  const known = new Set(all.map(({ id }) => id));
  const isOn = (id: string) => held.some((use) => use.adapterId === id);
  // What is on and cannot be used stands here as well, or nobody could switch it off.
  const gone = held
    .filter((use) => !known.has(use.adapterId))
    .map(({ adapterId, name }) => ({ id: adapterId, name, problem: t("adapters.chat.gone") }));
  const shown = useKeptOrder([...all.filter(({ id, problem }) => problem === null || isOn(id)), ...gone], held);
  const order = shown.map(({ id }) => id);
  if (modelId === null || shelf === null || (all.length === 0 && held.length === 0)) return null;
  const misfits = all.filter(({ id, problem }) => problem !== null && !isOn(id));
  return (
    <section className="sect" aria-labelledby="chat-adapters">
      <div className="row">
        <h3 id="chat-adapters">{t("adapters.chat")}</h3>
        <Button kind="text" icon="plus" onClick={onAdd}>
          {t("adapters.chat.add")}
        </Button>
      </div>
      {shown.length > 0 && (
        <ul className="adapters">
          {shown.map((adapter) => {
            const at = held.findIndex((use) => use.adapterId === adapter.id);
            const named = { adapterId: adapter.id, name: adapter.name };
            return (
              <AdapterRow
                key={adapter.id}
                name={adapter.name}
                problem={adapter.problem}
                scale={held[at]?.scale ?? null}
                canMoveUp={at > 0}
                onScale={(scale) => setHeld(withStrength(held, named, scale, order))}
                onMoveUp={() => setHeld(movedUp(held, adapter.id))}
              />
            );
          })}
        </ul>
      )}
      {misfits.length > 0 && (
        <details className="misfits small t2">
          <summary>{t("adapters.chat.misfits", { count: misfits.length })}</summary>
          <ul>
            {misfits.map(({ id, name, problem }) => (
              <li key={id}>
                <b>{name}</b> <span className="tiny t3">{problem}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="tiny t3">{t("adapters.chat.about")}</p>
    </section>
  );
}
