import type { Grounding } from "#main/chat/grounding/contract.ts";
import { orderText } from "#renderer/app/order-text.ts";
import { useText } from "#renderer/app/texts.ts";
import { PageStrips } from "./PageStrips.tsx";

/** Names that are told in one sentence; the others are counted. */
const MOST_NAMES = 3;
const NOT_READ = ["unreadable", "locked", "away", "waiting", "reading"] as const;

export interface CoverageProps {
  grounding: Grounding;
  /** Passages that the answer rests on. */
  used: number;
  isWriting: boolean;
}

/** What was searched for an answer, and what could not be and why. Never hidden, never rounded up. */
export function Coverage({ grounding, used, isWriting }: CoverageProps) {
  const t = useText();
  const { coverage, unknownCitations, abstained, everything } = grounding;
  const { passages, documents, pages, unread, unreadablePages, isByMeaning, finders } = coverage;
  return (
    <div className="cover">
      <p>
        <b>
          {everything === null
            ? t("grounding.searched", { passages, documents, pages })
            : t(everything.isDone ? "grounding.everything.done" : "grounding.everything.part", {
                ...{ passages: everything.passages, read: everything.read, documents, pages },
                found: grounding.sentences.length,
              })}
          {everything === null && abstained === null && !isWriting && ` · ${t("grounding.used", { used })}`}
        </b>
      </p>
      {everything === null && <PageStrips grounding={grounding} />}
      {NOT_READ.map((state) => {
        const those = unread.filter((document) => document.state === state);
        if (those.length === 0) return null;
        const names = those.slice(0, MOST_NAMES).map(withReason).join(", ");
        const named = t("documents.coverage.names", { names, more: Math.max(0, those.length - MOST_NAMES) });
        return <p key={state}>{t(`documents.coverage.${state}`, { count: those.length, names: named })}</p>;
      })}
      {unreadablePages > 0 && <p>{t("grounding.unreadablePages", { pages: unreadablePages })}</p>}
      {finders !== undefined && finders.order !== null && <p>{orderText(t, finders.order)}</p>}
      {!isByMeaning && <p>{t("documents.coverage.notByMeaning")}</p>}
      {everything !== null && everything.dropped > 0 && (
        <p>{t("grounding.everything.dropped", { dropped: everything.dropped })}</p>
      )}
      {unknownCitations.length > 0 && (
        <p>{t("grounding.unknown", { count: unknownCitations.length, numbers: unknownCitations.join(", ") })}</p>
      )}
    </div>
  );
}

/** "Scan.pdf (the file is cut off)". */
function withReason({ name, problem }: Grounding["coverage"]["unread"][number]): string {
  return problem?.code === "DOCUMENT_UNREADABLE" ? `${name} (${problem.data.problem})` : name;
}
