import { useState } from "react";
import type { ReaderPage } from "#main/documents/reader/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { TextField } from "#renderer/ui/Field.tsx";

export interface PageFieldProps {
  page: number;
  pages: readonly ReaderPage[];
  onPage: (page: number) => void;
}

/** The page in sight, those before and after it, and the way to another. */
export function PageField({ page, pages, onPage }: PageFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const last = pages.at(-1)?.number ?? 1;
  const go = () => {
    const number = Number(typed);
    if (typed !== null && Number.isInteger(number) && number >= 1) onPage(Math.min(number, last));
    setTyped(null);
  };
  return (
    <div className="page-field row hide-s">
      <Button
        kind="quiet"
        size="sm"
        icon="up"
        label={t("reader.page.previous")}
        reason={page <= 1 ? t("reader.page.first") : undefined}
        onClick={() => onPage(page - 1)}
      />
      <TextField
        hideLabel
        label={t("reader.page")}
        value={typed ?? String(page)}
        onChange={setTyped}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === "Enter") go();
          if (event.key === "Escape") setTyped(null);
        }}
      />
      <span className="tiny t2 n nowrap">{t("reader.page.of", { pages: last })}</span>
      <Button
        kind="quiet"
        size="sm"
        icon="down"
        label={t("reader.page.next")}
        reason={page >= last ? t("reader.page.last") : undefined}
        onClick={() => onPage(page + 1)}
      />
    </div>
  );
}
