import { useCallback, useMemo, useRef, useState } from "react";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { isAt, readPlace, useReading } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { FindBar } from "./FindBar.tsx";
import { Outline } from "./Outline.tsx";
import { PageField } from "./PageField.tsx";
import { PageList, type PageListHandle } from "./PageList.tsx";
import { PassageStrip } from "./PassageStrip.tsx";
import { useFind } from "./use-find.ts";
import { useOpened } from "./use-opened.ts";
import "./reader.css";

export interface ReaderPageProps {
  documentId: string;
  /** See renderer/app/reading.ts. */
  place: string;
  onOpen: (path: string) => void;
  onBack: () => void;
}

/** One document, page by page, with the passage boxed that one came for. */
export function ReaderPage({ documentId, place: placeText, onOpen, onBack }: ReaderPageProps) {
  const t = useText();
  const { opened, error } = useOpened(documentId);
  const place = useMemo(() => readPlace(placeText), [placeText]);
  const list = useRef<PageListHandle>(null);
  const [page, setPage] = useState(place.page);
  const find = useFind(documentId, page);
  const passages = useReading((reading) => reading.passages);
  const at = passages.findIndex((passage) => passage.documentId === documentId && isAt(passage, place));
  const goTo = useCallback((number: number) => list.current?.goTo(number), []);
  const back = <Button kind="quiet" icon="left" label={t("reader.back")} onClick={onBack} />;

  if (opened === null)
    return (
      <MainPane>
        <RoomBar title={t("reader.title")} more={back} />
        <div className="scroll documents-empty">{error !== null && <Fault error={error} />}</div>
      </MainPane>
    );
  const { name, pages, sha256 } = opened;
  const isOther = place.sha256 !== "" && sha256 !== null && !sha256.startsWith(place.sha256);
  // Of another file the place means nothing.
  const shown = isOther ? { ...place, parts: [] } : place;
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
        <PassageStrip opened={opened} at={at} place={shown} isOther={isOther} onOpen={onOpen} />
        {pages.length === 0 ? (
          <div className="scroll documents-empty">
            <p className="t2">{t("reader.nothing")}</p>
          </div>
        ) : (
          <PageList
            ref={list}
            opened={opened}
            place={shown}
            label={number === null ? null : String(number)}
            matches={find.matches}
            match={find.match}
            onPage={setPage}
          />
        )}
      </MainPane>
      {opened.outline.length > 0 && (
        <InspectorPane label={t("reader.outline")} title={t("reader.outline")}>
          <Outline outline={opened.outline} page={page} onPage={goTo} />
        </InspectorPane>
      )}
    </>
  );
}
