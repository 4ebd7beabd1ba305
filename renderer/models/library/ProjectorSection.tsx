import { useText } from "#renderer/app/texts.ts";
import type { SectionProps } from "../part.ts";
import { useCard } from "./use-card.ts";
import "./library.css";

/** A projector, why it is not used yet and to which model it belongs; on that model's page, that it is here. */
export function ProjectorSection({ model, onSelect }: SectionProps) {
  const t = useText();
  const { card } = useCard(model);
  if (card === null) return null;
  if (model.kind !== "projector") {
    const [projector] = card.projectors;
    if (projector === undefined) return null;
    return (
      <section className="sect" aria-labelledby="projector">
        <h3 id="projector">{t("library.projector.title")}</h3>
        <p className="small t2">{t("library.projector.here", { name: projector.name })}</p>
      </section>
    );
  }
  return (
    <section className="sect" aria-labelledby="projector">
      <h3 id="projector">{t("library.projector")}</h3>
      <p className="small t2">{t(`library.projector.${reads(card.reads)}`)}</p>
      {card.belongsTo.length === 0 ? (
        <p className="small t2">{t("library.projector.ofNone")}</p>
      ) : (
        <div className="model-more">
          <h4 className="small">{t("library.projector.of")}</h4>
          <ul className="small">
            {card.belongsTo.map(({ modelId, name }) => (
              <li key={modelId}>
                <button type="button" className="link" onClick={() => onSelect(modelId)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function reads(what: { images: boolean; sound: boolean } | null): "images" | "sound" | "both" {
  if (what?.sound !== true) return "images";
  return what.images ? "both" : "sound";
}
