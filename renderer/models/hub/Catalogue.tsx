import { useState } from "react";
import type { Use } from "#main/models/hub/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { Select } from "#renderer/ui/Field.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { HeadedTable } from "../HeadedTable.tsx";
import { GetButton } from "./GetButton.tsx";
import { catalogueOffer, type OffersProps } from "./Recommended.tsx";

const uses = ["notes", "contracts", "fiction", "languages", "code", "tiny"] as const satisfies readonly Use[];

/** The models that were looked at, by what they are good for. */
export function Catalogue({ hub, onDownload, onUse }: OffersProps) {
  const t = useText();
  const [use, setUse] = useState<Use | "all">("all");
  const models = hub.catalogue.filter((model) => use === "all" || model.uses.includes(use));
  return (
    <section aria-labelledby="hub-catalogue">
      <div className="row hub-head">
        <div className="grow">
          <h2 id="hub-catalogue">{t("hub.catalogue")}</h2>
          <p className="small t2">{t("hub.catalogue.text")}</p>
        </div>
        <Select
          className="hub-for"
          label={t("hub.for")}
          value={use}
          options={[
            { value: "all" as const, label: t("hub.for.all") },
            ...uses.map((each) => ({ value: each, label: t(`hub.for.${each}`) })),
          ]}
          onChange={setUse}
        />
      </div>
      <HeadedTable
        className="hub-grid"
        columns={[
          { label: t("hub.column.model") },
          { label: t("hub.column.size"), end: true },
          { label: t("hub.column.fit") },
          { label: t("hub.column.licence"), wideOnly: true },
          { label: t("hub.column.action"), unseen: true },
        ]}
      >
        {models.map((model) => (
          <tr key={model.id}>
            <td>
              <b>{model.name}</b>
              <span className="sub">{model.strengths}</span>
            </td>
            <td className="end n">{formatBytes(model.sizeBytes)}</td>
            <td>
              <FitBadge state={model.fit.state} />
            </td>
            <td className="t2 hide-s">{model.licence.name}</td>
            <td className="end">
              <GetButton modelId={model.modelId} offer={catalogueOffer(model)} onDownload={onDownload} onUse={onUse} />
            </td>
          </tr>
        ))}
      </HeadedTable>
    </section>
  );
}
