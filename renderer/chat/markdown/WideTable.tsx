import type { ReactNode } from "react";
import { useText } from "#renderer/app/texts.ts";

/** A table scrolls by itself when it is wider than the answer; the arrows move it once it has the focus. */
export function WideTable({ children }: { children?: ReactNode }) {
  const t = useText();
  return (
    <div className="md-table" tabIndex={0} role="region" aria-label={t("chat.table")}>
      <table>{children}</table>
    </div>
  );
}
