import type { HubState } from "#main/models/hub/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { HeadedTable } from "../HeadedTable.tsx";
import type { Shown } from "./use-search.ts";
import { nameOf } from "./use-hub.ts";

export interface ResultsProps {
  hub: HubState;
  shown: Extract<Shown, { page: "results" }>;
  onShow: (repository: string) => void;
}

/** What the hub has for a name, the most used first. */
export function Results({ hub, shown, onShow }: ResultsProps) {
  const t = useText();
  const { text, found } = shown;
  return (
    <section aria-labelledby="hub-found">
      <div className="row hub-head">
        <h2 id="hub-found">{t("hub.found", { host: hub.host })}</h2>
        <p className="small t2" role="status">
          {t("hub.found.count", { count: found.length, text })}
        </p>
      </div>
      {found.length === 0 ? (
        <p className="small t2">{t("hub.find.nothing", { text })}</p>
      ) : (
        <HeadedTable
          className="hub-grid"
          columns={[
            { label: t("hub.column.model") },
            { label: t("hub.column.downloads"), end: true },
            { label: t("hub.column.licence"), wideOnly: true },
            { label: t("hub.column.action"), unseen: true },
          ]}
        >
          {found.map(({ repository, downloads, licence, gated }) => (
            <tr key={repository}>
              <td>
                <b>{nameOf(repository)}</b>
                <span className="sub">
                  {repository} {gated && <Badge tone="warn">{t("hub.gated")}</Badge>}
                </span>
              </td>
              <td className="end n">{downloads.toLocaleString("en")}</td>
              <td className="t2 hide-s">{licence.name === "" ? t("hub.licence.none") : licence.name}</td>
              <td className="end">
                <Button aria-label={t("hub.show.of", { name: repository })} onClick={() => onShow(repository)}>
                  {t("hub.show")}
                </Button>
              </td>
            </tr>
          ))}
        </HeadedTable>
      )}
    </section>
  );
}
