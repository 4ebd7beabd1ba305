import { useState, type ReactNode } from "react";
import type { Model } from "#main/models/contract.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { PathDialog } from "#renderer/ui/PathDialog.tsx";

type Asked = { what: "folder" } | { what: "file" } | { what: "locate"; model: Pick<Model, "id" | "name" | "path"> };

export interface Paths {
  readonly addFolder: () => void;
  readonly addFile: () => void;
  readonly locate: (model: Pick<Model, "id" | "name" | "path">) => void;
  /** The dialog, while one is open. */
  readonly dialog: ReactNode;
}

/** Adding folders and files, and finding a file that was moved: through the system’s dialog, or by path where there is none. `onAdded`: of a file. */
export function usePaths(onAdded?: (modelId: string) => void): Paths {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [asked, setAsked] = useState<Asked | null>(null);

  const take = async (request: Asked, path: string) => {
    if (request.what === "folder") {
      await client.models.addFolder({ path });
      toast(t("models.added.folder"));
    } else if (request.what === "file") {
      const model = await client.models.addFile({ path });
      toast(t("models.added.file", { name: model.name }));
      onAdded?.(model.id);
    } else {
      const model = await client.models.locate({ modelId: request.model.id, path });
      toast(t("models.found", { name: model.name }));
    }
  };
  const ask = async (request: Asked) => {
    if (host?.canPickFiles !== true) return setAsked(request);
    try {
      const { path } = await client.settings.pick({ what: request.what === "folder" ? "folder" : "model" });
      if (path !== null) await take(request, path);
    } catch (error) {
      // Where the system's dialog fails the path can still be typed.
      toast(t(...errorText(toErrorShape(error))));
      setAsked(request);
    }
  };

  return {
    addFolder: () => void ask({ what: "folder" }),
    addFile: () => void ask({ what: "file" }),
    locate: (model) => void ask({ what: "locate", model }),
    dialog: asked !== null && (
      <PathDialog
        title={
          asked.what === "locate" ? t("models.path.locate", { name: asked.model.name }) : t(`models.path.${asked.what}`)
        }
        label={asked.what === "folder" ? t("models.path.folder.label") : t("models.path.file.label")}
        help={t(`models.path.${asked.what}.help`)}
        verb={t(`models.path.${asked.what}.verb`)}
        path={asked.what === "locate" ? asked.model.path : undefined}
        onPath={(path) => take(asked, path)}
        onClose={() => setAsked(null)}
      />
    ),
  };
}
