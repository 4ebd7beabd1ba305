import type { Model } from "#main/models/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { Facts } from "#renderer/ui/Meter.tsx";
import { licenceText } from "./licence.ts";

/** What the file says of itself, and where it lies. */
export function AboutModel({ model }: { model: Model }) {
  const t = useText();
  const parameters =
    model.parameters === null ? null : t("models.about.billions", { n: Math.round(model.parameters / 1e8) / 10 });
  const facts = [
    { term: t("models.about.licence"), text: licenceText(model.licence) ?? t("models.about.notSaid") },
    {
      term: t("models.about.kind"),
      text: model.hasChatTemplate ? t("models.kind.chat") : t(`models.kind.${model.kind}`),
    },
    ...(parameters === null ? [] : [{ term: t("models.about.parameters"), text: parameters, numeric: true }]),
    { term: t("models.about.architecture"), text: model.architecture },
    { term: t("models.about.reads"), text: t("models.tokens", { tokens: model.trainedContextTokens }), numeric: true },
    ...(model.thinks ? [{ term: t("models.about.thinks"), text: t("models.about.yes") }] : []),
    {
      term: t("models.about.lastUsed"),
      text: model.lastUsedAt === null ? t("models.about.never") : dateText(model.lastUsedAt),
    },
    { term: t("models.column.keptIn"), text: model.path },
  ];
  return (
    <section className="sect" aria-labelledby="about-model">
      <h3 id="about-model">{t("models.about")}</h3>
      <Facts items={facts} />
    </section>
  );
}
