import { useCallback, useMemo, useRef, useState } from "react";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useShowInspector } from "#renderer/app/frame/use-show-inspector.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { isAt, passagePath, readPlace, type ReadingPart, useReading } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { FindBar } from "./FindBar.tsx";
import { Outline } from "./Outline.tsx";
import { PageField } from "./PageField.tsx";
import { PageList, type PageListHandle } from "./PageList.tsx";
import { PassageStrip } from "./PassageStrip.tsx";
import { Notes } from "./Notes.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { useFind } from "./use-find.ts";
import { useMarks } from "./use-marks.ts";
import { useOpened } from "./use-opened.ts";
import { useReaderNow } from "./use-reader-now.ts";
import "./reader.css";

export interface ReaderPageProps {
  documentId: string;
  /** See renderer/app/reading.ts. */
  place: string;
  onOpen: (path: string) => void;
  onBack: () => void;
  /** Something else stands beside the pages than notes and contents. */
  isBesideTaken: boolean;
  /** Brings the chat back beside them; null: there is none. */
  onChat: (() => void) | null;
  /** Notes are wanted beside them. */
  onNotes: () => void;
}

/** One document, page by page, with the passage boxed that one came for. */
export function ReaderPage(props: ReaderPageProps) {
  const { documentId, place: placeText, onOpen, onBack, isBesideTaken, onChat, onNotes } = props;
  const t = useText();
  const { state: now, error: refused } = useReaderNow(documentId);
  const { opened, error } = useOpened(documentId, now && `${now.sha256 ?? ""} ${String(now.isRead)}`);
  const place = useMemo(() => readPlace(placeText), [placeText]);
  const list = useRef<PageListHandle>(null);
  const [page, setPage] = useState(place.page);
  const find = useFind(documentId, page);
  const passages = useReading((reading) => reading.passages);
  const at = passages.findIndex((passage) => passage.documentId === documentId && isAt(passage, place));
  const marks = useMarks(documentId, opened?.sha256 ?? null, now);
  const [editedId, setEditedId] = useState<string | null>(null);
  const showNotes = useShowInspector();
  const goTo = useCallback((number: number) => list.current?.goTo(number), []);
  const back = <Button kind="quiet" icon="left" label={t("reader.back")} onClick={onBack} />;

  const problem = refused ?? error;
  if (opened === null || refused !== null)
    return (
      <MainPane>
        <RoomBar title={t("reader.title")} more={back} />
        <div className="scroll documents-empty">{problem !== null && <Fault error={problem} />}</div>
      </MainPane>
    );
  const { name, pages, sha256 } = opened;
  const isOther = place.sha256 !== "" && sha256 !== null && !sha256.startsWith(place.sha256);
  // Of another file the place means nothing.
  const shown = isOther ? { ...place, parts: NO_PARTS } : place;
  const highlights = marks.all.flatMap((mark) => (mark.sha256 === sha256 ? mark.parts : NO_PARTS));
  const number = passages[at]?.number ?? null;
  return (
    <>
      <MainPane>
        <RoomBar
          title={name}
          sub={t("reader.pages", { pages: pages.length })}
          actions={
            <>
              {back}
              {pages.length > 1 && <PageField page={page} pages={pages} onPage={goTo} />}
              <FindBar find={find} />
            </>
          }
        />
        <PassageStrip opened={opened} at={at} place={shown} isOther={isOther} marks={marks} onOpen={onOpen} />
        {pages.length === 0 ? (
          <div className="scroll documents-empty">
            <p className="t2">{t("reader.nothing")}</p>
          </div>
        ) : (
          <PageList
            // Of another file nothing on the pages is as it was.
            key={sha256}
            ref={list}
            opened={opened}
            place={shown}
            label={number === null ? null : String(number)}
            highlights={highlights}
            matches={find.matches}
            match={find.match}
            onPage={setPage}
          />
        )}
        <SelectionBar
          opened={opened}
          onHighlight={marks.add}
          onNote={(parts) =>
            marks.add(parts, (mark) => {
              onNotes();
              showNotes();
              setEditedId(mark.id);
            })
          }
        />
      </MainPane>
      {!isBesideTaken && (
        <InspectorPane
          label={t("reader.beside")}
          title={t("reader.beside")}
          actions={onChat !== null && <Button kind="quiet" icon="chat" label={t("reader.chat")} onClick={onChat} />}
        >
          <div className="scroll" tabIndex={0}>
            <Notes
              {...{ opened, marks, page, editedId }}
              onEdit={setEditedId}
              onGoTo={(mark) => {
                if (mark.text === "") goTo(mark.parts[0]?.page ?? 1);
                else onOpen(passagePath({ documentId, parts: mark.parts, sha256: mark.sha256 }));
              }}
            />
            {opened.outline.length > 0 && (
              <section className="sect contents" aria-label={t("reader.outline")}>
                <h3>{t("reader.outline")}</h3>
                <Outline outline={opened.outline} page={page} onPage={goTo} />
              </section>
            )}
          </div>
        </InspectorPane>
      )}
    </>
  );
}

const NO_PARTS: readonly ReadingPart[] = [];
