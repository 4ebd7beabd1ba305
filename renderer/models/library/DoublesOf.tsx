import type { ModelCard } from "#main/models/library/contract.ts";
import { useText } from "#renderer/app/texts.ts";

/** The same content once more, and where. */
export function DoublesOf({ card, onSelect }: { card: ModelCard; onSelect: (modelId: string) => void }) {
  const t = useText();
  if (card.doubles.length === 0) return null;
  const certain = card.doubles.every((double) => double.certain);
  return (
    <div className="model-more">
      <h4 className="small">{t("library.doubles", { count: card.doubles.length })}</h4>
      <ul className="small">
        {card.doubles.map(({ modelId, name, path }) => (
          <li key={modelId}>
            <button
              type="button"
              className="link"
              aria-label={t("library.doubles.go", { name, path })}
              onClick={() => onSelect(modelId)}
            >
              {path}
            </button>
          </li>
        ))}
      </ul>
      <p className="tiny t3">{certain ? t("library.doubles.certain") : t("library.doubles.likely")}</p>
    </div>
  );
}
