import { useDeferredValue, useMemo, useState } from "react";
import type { Collection, Document } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { DocumentFilters } from "./DocumentFilters.tsx";
import { DocumentsTable } from "./DocumentsTable.tsx";
import { DropZone } from "./DropZone.tsx";
import { matchDocuments, NO_FILTERS } from "./match-documents.ts";
import { PasswordDialog } from "./PasswordDialog.tsx";
import { sortDocuments, type Sort } from "./sort-documents.ts";
import type { Adding } from "./use-adding.tsx";
import { useDocumentActions } from "./use-document-actions.ts";

/** Fewer are seen at once. */
const FILTERED_FROM = 8;

export interface DocumentsPartProps {
  collection: Collection;
  documents: readonly Document[];
  adding: Adding;
}

/** The documents of a collection, filtered and sorted, and the room left under them for more. */
export function DocumentsPart({ collection, documents, adding }: DocumentsPartProps) {
  const t = useText();
  const [filters, setFilters] = useState(NO_FILTERS);
  const [sort, setSort] = useState<Sort>({ key: "added", isDown: true });
  const [locked, setLocked] = useState<Document | null>(null);
  const actions = useDocumentActions(setLocked);
  // Thousands take a moment to sort: what is typed or clicked does not wait for it.
  const all = useDeferredValue(documents);
  const shown = useMemo(() => sortDocuments(matchDocuments(all, filters), sort), [all, filters, sort]);
  return (
    <>
      {documents.length >= FILTERED_FROM && (
        <DocumentFilters documents={all} filters={filters} found={shown.length} onChange={setFilters} />
      )}
      <DocumentsTable
        label={t("documents.of", { collection: collection.name })}
        documents={shown}
        collectionId={collection.id}
        sort={sort}
        onSort={setSort}
        actions={actions}
      >
        {shown.length === 0 ? (
          <p className="documents-none">{t("documents.filter.none")}</p>
        ) : (
          <DropZone adding={adding} />
        )}
      </DocumentsTable>
      {locked !== null && <PasswordDialog document={locked} onClose={() => setLocked(null)} />}
    </>
  );
}
