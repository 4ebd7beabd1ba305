import { useEffect, useMemo, useRef } from "react";
import type { Document } from "#main/documents/contract.ts";
import { t } from "#renderer/app/texts.ts";
import { useGoTo } from "#renderer/app/use-go-to.ts";
import { client } from "#renderer/rpc/client.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { sayFailed } from "../use-collection-actions.ts";

/** What can be done with a document from its row. */
export interface DocumentActions {
  readonly open: (document: Document) => void;
  readonly askPassword: (document: Document) => void;
  readonly readAgain: (document: Document) => void;
  /** Whether its file is back. */
  readonly look: (document: Document) => void;
  readonly reveal: (document: Document) => void;
  readonly copyPath: (document: Document) => void;
  readonly remove: (document: Document) => void;
}

export function useDocumentActions(askPassword: (document: Document) => void): DocumentActions {
  const goTo = useGoTo();
  const latest = useRef(goTo);
  useEffect(() => {
    latest.current = goTo;
  });
  return useMemo(
    () => ({
      askPassword,
      open: ({ id }) => latest.current(`/documents/${id}/read/1`),
      readAgain: ({ id }) => void client.documents.readAgain({ documentId: id, password: null }).catch(sayFailed),
      look: ({ collectionId }) => void client.documents.look({ collectionId }).catch(sayFailed),
      reveal: ({ path }) => void client.settings.reveal({ path }).catch(sayFailed),
      copyPath: ({ path }) =>
        void navigator.clipboard.writeText(path).then(() => toast(t("documents.pathCopied")), sayFailed),
      remove({ id, name }) {
        const undo = () => void client.documents.restore({ documentId: id }).catch(sayFailed);
        const said = t("documents.document.removed", { name });
        client.documents.remove({ documentId: id }).then(() => toast(said, { undo }), sayFailed);
      },
    }),
    [askPassword],
  );
}
