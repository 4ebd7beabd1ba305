import type { Restored } from "#main/privacy/contract.ts";
import { momentText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { useNow } from "#renderer/app/use-now.ts";
import { Fault } from "#renderer/ui/Fault.tsx";

/** What became of a database that was found damaged at this start, and where the damaged file lies. */
export function RestoredNote({ restored }: { restored: Restored }) {
  const t = useText();
  const now = useNow();
  const { how, rowsKept, placesLost, keptAt, backupFrom } = restored;
  const backup = backupFrom === null ? null : momentText(t, backupFrom, now);
  return (
    <Fault tone="warn" quiet>
      <p>{t.rich(`privacy.restored.${how}`, { rows: rowsKept, places: placesLost, backup: backup ?? "" })}</p>
      {how === "salvaged" && backup !== null && <p>{t("privacy.restored.filled", { backup })}</p>}
      <p className="t2">{t("privacy.restored.keptAt", { path: keptAt })}</p>
    </Fault>
  );
}
