import { useEffect, useEffectEvent, useRef } from "react";
import type { Collection } from "#main/documents/contract.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { CoverageLine } from "./CoverageLine.tsx";
import { Hits } from "./Hits.tsx";
import { SearchField } from "./SearchField.tsx";
import { SearchFilters } from "./SearchFilters.tsx";
import { MOST_RESULTS, pageSearch } from "./search-store.ts";
import "./search.css";

/** For people who want to read, not to be told: the passages that come nearest to a question, and what was searched for them. */
export function SearchPage({ collections }: { collections: readonly Collection[] }) {
  const t = useText();
  const { asked, result, fault, isBusy, limit, scrolledTo } = pageSearch.use();
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const select = () => field.current?.select();
  useAction({ id: "find", label: t("documents.search.field"), icon: "search", run: select });
  useAction({ id: "search-all", label: t("keys.searchAll"), icon: "search", run: select });
  const comeBack = useEffectEvent(() => {
    if (box.current !== null) box.current.scrollTop = scrolledTo;
    if (result === null) field.current?.focus();
  });
  useEffect(() => comeBack(), []);
  const found = result?.passages.length ?? 0;
  return (
    <MainPane>
      <RoomBar title={t("documents.search")} sub={t("documents.search.about")} />
      <div
        ref={box}
        className="scroll"
        tabIndex={0}
        role="region"
        aria-label={t("documents.search.results")}
        onScroll={(event) => pageSearch.noteScroll(event.currentTarget.scrollTop)}
      >
        <div className="search-page">
          <SearchField ref={field} search={pageSearch} label={t("documents.search.field")} withButton />
          <SearchFilters asked={asked} collections={collections} onChange={pageSearch.change} />
          {fault !== null && <Fault error={fault} />}
          <p className={result === null ? "small t2" : "hit-count n"} role="status">
            {isBusy
              ? t("documents.search.busy")
              : result === null
                ? t("documents.search.how")
                : t("documents.search.found", { count: found })}
          </p>
          {result !== null && (
            <>
              {found === 0 && <p className="t2">{t("documents.search.nothing")}</p>}
              <Hits result={result} />
              {found >= limit && limit < MOST_RESULTS && (
                <Button kind="text" className="more-hits" onClick={() => void pageSearch.more()}>
                  {t("documents.search.more")}
                </Button>
              )}
              <CoverageLine result={result} wordsOnly={asked.wordsOnly} />
            </>
          )}
        </div>
      </div>
    </MainPane>
  );
}
