import type { Collection } from "#main/documents/contract.ts";
import type { Text } from "#renderer/app/texts.ts";

/** "25 documents · 3 waiting · 1 locked": what is not read is named, "all read" is said when nothing is. */
export function rowLine(t: Text, { documents, waiting, unreadable, locked }: Collection): string {
  if (documents === 0) return t("documents.none");
  const open = [
    waiting > 0 && t("documents.line.waiting", { count: waiting }),
    locked > 0 && t("documents.line.locked", { count: locked }),
    unreadable > 0 && t("documents.line.unreadable", { count: unreadable }),
  ].filter((part) => part !== false);
  return [t("documents.count", { count: documents }), ...(open.length > 0 ? open : [t("documents.line.read")])].join(
    " · ",
  );
}
