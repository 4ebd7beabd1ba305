import { useState } from "react";
import type { AdapterUse } from "#main/chat/contract.ts";
import type { ShelfAdapter } from "#main/models/adapters/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useAdapterShelf } from "#renderer/app/state/adapter-shelf.ts";
import { movedUp, withStrength } from "#renderer/app/state/adapter-uses.ts";
import { useKeptOrder } from "#renderer/app/state/use-kept-order.ts";
import { useSettling } from "#renderer/app/use-settling.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import type { ShelfProps } from "../part.ts";
import { useUsualModelId, writers } from "../use-models.ts";
import { AdapterCard } from "./AdapterCard.tsx";
import { ImportDialog } from "./ImportDialog.tsx";
import { AdapterJobs } from "./AdapterJobs.tsx";
import { ExportDialog } from "./ExportDialog.tsx";
import { MergeDialog } from "./MergeDialog.tsx";
import "./adapters.css";

/** All adapters on this computer, as the selected model sees them, and what new chats with it begin with. */
export function AdapterShelf({ view, selected, onSelect }: ShelfProps) {
  const t = useText();
  const client = useClient();
  const usualId = useUsualModelId(view.models);
  const models = writers(view.models);
  const model = models.find(({ id }) => id === selected?.id) ?? models.find(({ id }) => id === usualId) ?? null;
  const shelf = useAdapterShelf(model?.id ?? null);
  const [importing, setImporting] = useState(false);
  const [made, setMade] = useState<{ of: ShelfAdapter; as: "model" | "peft" } | null>(null);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const [usual, setUsual] = useSettling<readonly AdapterUse[]>(shelf?.usual ?? [], (uses) => {
    if (model === null) return;
    client.models.adapters.setUsual({ modelId: model.id, adapters: [...uses] }).then(
      () => setFault(null),
      (error: unknown) => setFault(toErrorShape(error)),
    );
  });
  const fitting = useKeptOrder(shelf?.adapters.filter(({ problem }) => problem === null) ?? [], usual);
  const order = fitting.map(({ id }) => id);
  const others = shelf?.adapters.filter(({ problem }) => problem !== null) ?? [];
  return (
    <section className="adapter-shelf" aria-labelledby="adapter-shelf">
      <div className="row">
        <h2 id="adapter-shelf">{t("adapters.shelf")}</h2>
        <span className="small t3 grow">
          {model === null ? t("adapters.shelf.sub") : t("adapters.shelf.of", { model: model.name })}
        </span>
        <Button kind="text" icon="plus" onClick={() => setImporting(true)}>
          {t("adapters.import")}
        </Button>
      </div>
      <p className="small t2 about">{t("adapters.about")}</p>
      {fault !== null && <Fault error={fault} />}
      <AdapterJobs />
      {shelf?.adapters.length === 0 && <p className="small t3">{t("adapters.none")}</p>}
      {shelf !== null && shelf.adapters.length > 0 && (
        <ul className="cards">
          {[...fitting, ...others].map((adapter) => {
            const at = usual.findIndex((use) => use.adapterId === adapter.id);
            const named = { adapterId: adapter.id, name: adapter.name };
            return (
              <AdapterCard
                key={adapter.id}
                adapter={adapter}
                model={model}
                scale={usual[at]?.scale ?? null}
                canMoveUp={at > 0}
                onScale={(scale) => setUsual(withStrength(usual, named, scale, order))}
                onMoveUp={() => setUsual(movedUp(usual, adapter.id))}
                onShow={() => onSelect(adapter.id)}
                onMerge={() => setMade({ of: adapter, as: "model" })}
                onExport={() => setMade({ of: adapter, as: "peft" })}
              />
            );
          })}
        </ul>
      )}
      {made?.as === "model" && model !== null && (
        <MergeDialog
          adapter={made.of}
          model={model}
          scale={usual.find(({ adapterId }) => adapterId === made.of.id)?.scale ?? null}
          onClose={() => setMade(null)}
        />
      )}
      {made?.as === "peft" && model !== null && (
        <ExportDialog adapter={made.of} model={model} onClose={() => setMade(null)} />
      )}
      {importing && <ImportDialog models={models} onClose={() => setImporting(false)} />}
    </section>
  );
}
