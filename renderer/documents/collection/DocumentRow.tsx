import { memo, type Ref } from "react";
import type { Document } from "#main/documents/contract.ts";
import type { Job } from "#main/jobs/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Nothing } from "#renderer/ui/Nothing.tsx";
import { dayText } from "../day-text.ts";
import { kindName } from "../kind-name.ts";
import { DocumentMenu } from "./DocumentMenu.tsx";
import { DocumentStateCell } from "./DocumentStateCell.tsx";
import { kindOf } from "./sort-documents.ts";
import type { DocumentActions } from "./use-document-actions.ts";

export interface DocumentRowProps {
  document: Document;
  /** That reads its collection; null where it has nothing to do with it. */
  job: Job | null;
  now: number;
  isTabStop: boolean;
  /** Its place among all, where not all are in the page. */
  index?: number | undefined;
  ref?: Ref<HTMLTableRowElement> | undefined;
  onSelect: (documentId: string) => void;
  actions: DocumentActions;
}

/** One document: what it is, how much of it was read, since when it is here, and how it stands with what to do about that. */
export const DocumentRow = memo(function DocumentRow(props: DocumentRowProps) {
  const { document, job, now, isTabStop, index, ref, onSelect, actions } = props;
  const t = useText();
  const { id, name, path, state, pagesRead } = document;
  return (
    <tr
      ref={ref}
      // The head is the first row.
      aria-rowindex={index === undefined ? undefined : index + 2}
      data-index={index}
      tabIndex={isTabStop ? 0 : -1}
      data-document={id}
      onFocus={() => onSelect(id)}
      onDoubleClick={() => {
        if (pagesRead > 0) actions.open(document);
      }}
      onContextMenu={(event) => {
        const button = event.currentTarget.querySelector<HTMLElement>(".row-more");
        if (button === null) return;
        event.preventDefault();
        button.click();
      }}
    >
      <th scope="row">
        <span className="name">
          <Icon name={state === "locked" ? "lock" : "docs"} size="s" />
          <span className="cut">
            {pagesRead > 0 ? (
              <button
                type="button"
                className="open cut"
                title={path}
                aria-label={t("reader.open.label", { name })}
                tabIndex={-1}
                onClick={() => actions.open(document)}
              >
                {name}
              </button>
            ) : (
              <b className="cut" title={path}>
                {name}
              </b>
            )}
            <span className="sub">{kindName(t, kindOf(document))}</span>
          </span>
        </span>
      </th>
      <td className="end n nowrap">
        <Pages document={document} />
      </td>
      <td className="n nowrap t2">{dayText(t, document.addedAt, now)}</td>
      <td>
        <div className="state">
          <DocumentStateCell document={document} job={job} actions={actions} />
          <DocumentMenu document={document} actions={actions} />
        </div>
      </td>
    </tr>
  );
});

function Pages({ document: { state, facts, pagesRead, pagesUnreadable } }: { document: Document }) {
  const t = useText();
  const all = facts?.pages ?? null;
  const read = pagesRead - pagesUnreadable;
  if (state === "locked" || (all === null && pagesRead === 0)) return <Nothing>{t("documents.pages.unknown")}</Nothing>;
  return t("documents.pages", { read, all: Math.max(all ?? 0, pagesRead) });
}
