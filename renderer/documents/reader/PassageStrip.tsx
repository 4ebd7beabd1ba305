import type { ReaderPage } from "#main/documents/reader/contract.ts";
import { passagePath, type Place, useReading } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem } from "#renderer/ui/Menu.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { CITATION_STYLES, citationText } from "./citation.ts";
import type { Opened } from "./use-opened.ts";

export interface PassageStripProps {
  opened: Opened;
  /** Of the passage that is shown, among those one came from; -1: it is none of them. */
  at: number;
  place: Place;
  /** The document has changed since the passage was read. */
  isOther: boolean;
  onOpen: (path: string) => void;
}

/** Above the pages: the sentence that is checked or the passage itself, the next one, and copying it with where it stands. */
export function PassageStrip({ opened, at, place, isOther, onOpen }: PassageStripProps) {
  const t = useText();
  const { passages, sentence } = useReading();
  const passage = passages[at];
  if (passage === undefined && place.parts.length === 0 && !isOther) return null;
  const go = (by: 1 | -1) => {
    const next = passages[(at + by + passages.length) % passages.length];
    if (next !== undefined) onOpen(passagePath(next));
  };
  return (
    <aside className="passage-strip" aria-label={t("reader.strip")}>
      {passage !== undefined && passage.number !== null && <span className="num">{passage.number}</span>}
      <div className="grow">
        {passage !== undefined && <p className="read">{sentence ?? excerpt(passage.text)}</p>}
        {isOther && <p className="warn">{t("reader.changed")}</p>}
      </div>
      {passage !== undefined && (
        <Menu
          narrow
          label={t("reader.copy")}
          trigger={(trigger) => (
            <Button kind="quiet" size="sm" icon="copy" iconAfter="down" {...trigger}>
              {t("reader.copy")}
            </Button>
          )}
        >
          {CITATION_STYLES.map((style) => (
            <MenuItem
              key={style}
              onSelect={() => {
                const numbers = passage.parts.map((part) => pageName(opened.pages, part.page));
                const cited = { ...opened, pages: isPaged(opened) ? numbers : [] };
                void navigator.clipboard
                  .writeText(citationText(style, passage.text, cited))
                  .then(() => toast(t("reader.copied")));
              }}
            >
              {t(`reader.style.${style}`)}
            </MenuItem>
          ))}
        </Menu>
      )}
      {at >= 0 && passages.length > 1 && (
        <>
          <Button kind="quiet" size="sm" icon="left" label={t("reader.passage.previous")} onClick={() => go(-1)} />
          <span className="tiny t2 n nowrap">{t("reader.passage.of", { place: at + 1, count: passages.length })}</span>
          <Button kind="quiet" size="sm" icon="right" label={t("reader.passage.next")} onClick={() => go(1)} />
        </>
      )}
    </aside>
  );
}

const EXCERPT_LETTERS = 180;

function excerpt(text: string): string {
  return text.length <= EXCERPT_LETTERS ? text : `${text.slice(0, EXCERPT_LETTERS).trimEnd()}…`;
}

function pageName(pages: readonly ReaderPage[], number: number): string {
  return pages.find((page) => page.number === number)?.label ?? String(number);
}

/** Whether its pages are those of a print, which others find again. */
function isPaged({ facts }: Opened): boolean {
  return facts?.kind === "pdf" || facts?.kind === "docx" || facts?.kind === "image";
}
