import type { ReaderPage } from "#main/documents/reader/contract.ts";
import type { ReadingPart } from "#renderer/app/reading.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem } from "#renderer/ui/Menu.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { CITATION_STYLES, citationText } from "./citation.ts";
import type { Opened } from "./use-opened.ts";

export interface CopyCitedProps {
  opened: Opened;
  text: string;
  parts: readonly ReadingPart[];
}

/** Copies words of the document with where they stand, in a style that is chosen. */
export function CopyCited({ opened, text, parts }: CopyCitedProps) {
  const t = useText();
  return (
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
            const pages = isPaged(opened) ? parts.map(({ page }) => pageName(opened.pages, page)) : [];
            void navigator.clipboard
              .writeText(citationText(style, text, { ...opened, pages }))
              .then(() => toast(t("reader.copied")));
          }}
        >
          {t(`reader.style.${style}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function pageName(pages: readonly ReaderPage[], number: number): string {
  return pages.find((page) => page.number === number)?.label ?? String(number);
}

/** Whether its pages are those of a print, which others find again. */
function isPaged({ facts }: Opened): boolean {
  return facts?.kind === "pdf" || facts?.kind === "docx" || facts?.kind === "image";
}
