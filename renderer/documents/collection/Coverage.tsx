import { useText } from "#renderer/app/texts.ts";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Meter } from "#renderer/ui/Meter.tsx";
import type { Counts } from "./counts.ts";
import { ReadingJob } from "./ReadingJob.tsx";

/** What has been read of the collection: quiet when it is all of it, else with what is not read named apart. */
export function Coverage({ collectionId, counts }: { collectionId: string; counts: Counts }) {
  const t = useText();
  const { pages, read, toRead, unreadable, notBegun, locked, failed, away } = counts;
  const parts = [
    { amount: read, colour: "var(--control)", label: t("documents.covers.read", { pages: read }) },
    { amount: toRead, colour: "var(--data-3)", label: t("documents.covers.toRead", { pages: toRead }) },
    { amount: unreadable, colour: "var(--bad)", label: t("documents.covers.unreadable", { pages: unreadable }) },
  ].filter(({ amount }) => amount > 0);
  const apart = [
    notBegun > 0 && ({ icon: "file", text: t("documents.covers.notBegun", { count: notBegun }) } as const),
    locked > 0 && ({ icon: "lock", text: t("documents.covers.locked", { count: locked }) } as const),
    failed > 0 && ({ icon: "x", text: t("documents.covers.failed", { count: failed }) } as const),
    away > 0 && ({ icon: "half", text: t("documents.covers.away", { count: away }) } as const),
  ].filter((part) => part !== false);
  const isWhole = read === pages && apart.length === 0;
  return (
    <section className="covers" aria-label={t("documents.covers")}>
      <div className="row">
        <b className="grow n">
          {isWhole ? t("documents.covers.all", { pages }) : t("documents.covers.some", { read, pages })}
        </b>
        <ReadingJob collectionId={collectionId} waiting={notBegun + (toRead > 0 ? 1 : 0)} />
      </div>
      {!isWhole && pages > 0 && (
        <Meter label={parts.map(({ label }) => label).join(", ")} parts={parts} total={pages} />
      )}
      {!isWhole && (
        <p className="sum n">
          {parts.map(({ label, colour }) => (
            <span key={colour}>
              <i style={{ background: colour }} />
              {label}
            </span>
          ))}
          {apart.map(({ icon, text }) => (
            <span key={text}>
              <Icon name={icon} size="s" />
              {text}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
