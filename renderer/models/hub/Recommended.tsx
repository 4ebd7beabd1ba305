import type { CatalogueModel, HubState } from "#main/models/hub/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge, FitBadge } from "#renderer/ui/Badge.tsx";
import { formatBytes, formatMemory, wordsPerSecond } from "#renderer/ui/units.ts";
import { GetButton } from "./GetButton.tsx";
import type { Offer } from "./use-hub.ts";

export interface OffersProps {
  hub: HubState;
  onDownload: (offer: Offer) => void;
  onUse: (modelId: string) => void;
}

const order = ["best", "faster", "other"] as const;

/** Three suggestions; the first one has the page's one filled button. */
export function Recommended({ hub, onDownload, onUse }: OffersProps) {
  const t = useText();
  const three = order.flatMap((why) => hub.catalogue.find(({ recommended }) => recommended === why) ?? []);
  if (three.length === 0) return null;
  const isMeasured = three.some(({ estimatedTokensPerSecond }) => estimatedTokensPerSecond !== null);
  return (
    <section aria-labelledby="hub-recommended">
      <div className="row hub-head">
        <h2 id="hub-recommended">{t("hub.recommended")}</h2>
        <p className="small t2">{t(isMeasured ? "hub.recommended.speed" : "hub.recommended.memory")}</p>
      </div>
      <div className="cards">
        {three.map((model) => (
          <article key={model.id} className="card hub-card" aria-labelledby={`hub-${model.id}`}>
            <p className="tiny t3">{t(`hub.why.${model.recommended ?? "best"}`)}</p>
            <h3 id={`hub-${model.id}`}>{model.name}</h3>
            <p className="hub-badges">
              <FitBadge state={model.fit.state} />
              <Badge>{model.licence.name}</Badge>
            </p>
            <p className="small t2">{model.strengths}</p>
            <p className="tiny t3 n">
              {t("hub.wants", { size: formatBytes(model.sizeBytes), memory: formatMemory(model.memoryBytes) })}
            </p>
            {model.estimatedTokensPerSecond !== null && (
              <p className="tiny t3 n">
                {t("models.speed.estimated", { words: wordsPerSecond(model.estimatedTokensPerSecond) })}
              </p>
            )}
            <GetButton
              kind={model.recommended === "best" ? "go" : "outlined"}
              modelId={model.modelId}
              offer={catalogueOffer(model)}
              onDownload={onDownload}
              onUse={onUse}
            />
          </article>
        ))}
      </div>
    </section>
  );
}

export function catalogueOffer(model: CatalogueModel): Offer {
  const { repository, quantisation, sizeBytes, licence } = model;
  const name = model.name.includes(quantisation) ? model.name : `${model.name} ${quantisation}`;
  return { name, repository, quantisation, sizeBytes, licence, file: null, isAccepted: licence.isOpen };
}
