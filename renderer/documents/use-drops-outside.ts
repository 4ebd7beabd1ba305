import { useEffect, useEffectEvent } from "react";
import { leaveDropped, useDropped } from "#renderer/app/state/dropped.ts";
import { t } from "#renderer/app/texts.ts";
import { client } from "#renderer/rpc/client.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { sayFailed, useJustMade } from "./use-collection-actions.ts";

/** Documents that were dropped while another room was open come into the collection that is shown, or into a new one. */
export function useDropsOutside(shownId: string | null, onOpen: (collectionId: string) => void): void {
  const paths = useDropped(({ dropped }) => (dropped?.kind === "documents" ? dropped.paths : null));
  const take = useEffectEvent(async (left: readonly string[]) => {
    let collectionId = shownId;
    if (collectionId === null) {
      ({ collectionId } = await client.documents.createCollection({ name: t("documents.new.name") }));
      useJustMade.setState({ collectionId });
    }
    onOpen(collectionId);
    const outcome = await client.documents.add({ collectionId, paths: [...left] });
    toast(t("documents.added", { ...outcome }));
  });
  useEffect(() => {
    if (paths === null) return;
    leaveDropped(null);
    take(paths).catch(sayFailed);
  }, [paths]);
}
