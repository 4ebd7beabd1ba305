import type { Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toast } from "#renderer/ui/toasts.ts";

/** Characters in a model's name at most, as the contract has it. */
export const longestModelName = 120;

/** Gives a model another name, which is its own from then on whatever its file says, and offers to undo it. */
export function useRename(): (model: Pick<Model, "id" | "name">, name: string) => void {
  const t = useText();
  const client = useClient();
  return ({ id: modelId, name: before }, name) => {
    const rename = (to: string) => client.models.rename({ modelId, name: to });
    const failed = () => toast(t("library.rename.failed", { name: before }));
    const undo = () => void rename(before).catch(failed);
    rename(name).then(() => toast(t("library.renamed", { name }), { undo }), failed);
  };
}
