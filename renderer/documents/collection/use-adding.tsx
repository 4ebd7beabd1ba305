import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { takeDrops } from "#renderer/app/drop/taker.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { AddDialog, type Asked } from "./AddDialog.tsx";

export interface Adding {
  readonly addFiles: () => void;
  readonly addFolder: () => void;
  /** Why the last ones were not added; null when they were. */
  readonly fault: ErrorShape | null;
  /** The dialog, while one is open. */
  readonly dialog: ReactNode;
}

/** Adding to a collection: by the system's dialog, by paths where there is none, and by what is dropped on the window while it is shown. */
export function useAdding(collectionId: string): Adding {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [fault, setFault] = useState<ErrorShape | null>(null);

  const add = async (paths: readonly string[]) => {
    const { added, known } = await client.documents.add({ collectionId, paths: [...paths] });
    setFault(null);
    toast(added === 0 && known > 0 ? t("documents.added.known", { known }) : t("documents.added", { added, known }));
  };
  const ask = async (what: "files" | "folder") => {
    if (host?.canPickFiles !== true) return setAsked({ what, dropped: [] });
    try {
      const { paths } = await client.settings.pickDocuments({ what });
      if (paths.length > 0) await add(paths);
    } catch (error) {
      setFault(toErrorShape(error));
    }
  };
  const take = useEffectEvent((dropped: { paths: readonly string[] } | { names: readonly string[] }) => {
    if ("names" in dropped) return setAsked({ what: "files", dropped: dropped.names });
    add(dropped.paths).catch((error: unknown) => setFault(toErrorShape(error)));
  });
  useEffect(() => takeDrops((dropped) => take(dropped)), [collectionId]);

  return {
    addFiles: () => void ask("files"),
    addFolder: () => void ask("folder"),
    fault,
    dialog: asked !== null && <AddDialog asked={asked} onAdd={add} onClose={() => setAsked(null)} />,
  };
}
