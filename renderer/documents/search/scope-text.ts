import type { Collection } from "#main/documents/contract.ts";
import type { Text } from "#renderer/app/texts.ts";
import type { Scope } from "./search-store.ts";

/** "In all collections", "In Harrow supply", "In 2 collections and 3 documents". */
export function scopeText(t: Text, { collectionIds, documentIds }: Scope, all: readonly Collection[]): string {
  const chosen = all.filter(({ id }) => collectionIds?.includes(id));
  const [collections, documents] = [chosen.length, documentIds?.length ?? 0];
  if (collectionIds === null && documentIds === null) return t("documents.scope.all");
  if (documents > 0 && collections > 0) return t("documents.scope.both", { collections, documents });
  if (documents > 0) return t("documents.scope.documents.only", { documents });
  const [only] = chosen;
  if (collections === 1 && only !== undefined) return t("documents.scope.one", { name: only.name });
  return t("documents.scope.collections", { collections });
}
