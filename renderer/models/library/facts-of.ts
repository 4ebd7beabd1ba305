import type { ReactNode } from "react";
import type { Model } from "#main/models/contract.ts";
import type { ModelCard } from "#main/models/library/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import type { Text } from "#renderer/app/texts.ts";
import { formatBytes } from "#renderer/ui/units.ts";
import { languageNames } from "./language-names.ts";
import { licenceText } from "./licence.ts";

interface Fact {
  term: string;
  text: ReactNode;
  numeric?: boolean;
}

/** The facts of a model's card; what is not known is left out, but for the licence. `viewTemplate` stands where the template is named. */
export function factsOf(model: Model, card: ModelCard | null, t: Text, viewTemplate: ReactNode): Fact[] {
  const { kind, parameters } = model;
  const facts: (Fact | null)[] = [
    { term: t("library.fact.licence"), text: licenceText(model.licence) ?? t("library.fact.notSaid") },
    fact(t("library.fact.from"), card?.origin?.name),
    fact(t("library.fact.madeBy"), card?.madeBy),
    fact(t("library.fact.quantisedBy"), card?.quantisedBy),
    { term: t("library.fact.kind"), text: model.hasChatTemplate ? t("models.kind.chat") : t(`models.kind.${kind}`) },
    fact(t("library.fact.languages"), card && languagesText(card.languages, t)),
    parameters === null ? null : { term: t("library.fact.parameters"), text: parametersText(model, t), numeric: true },
    card?.experts
      ? { term: t("library.fact.experts"), text: t("library.fact.experts.of", card.experts), numeric: true }
      : null,
    fact(t("library.fact.architecture"), model.architecture),
    fact(t("library.fact.quantisation"), model.quantisation),
    model.trainedContextTokens === 0
      ? null
      : {
          term: t("library.fact.reads"),
          text: t("models.tokens", { tokens: model.trainedContextTokens }),
          numeric: true,
        },
    model.thinks ? { term: t("library.fact.thinks"), text: t("library.fact.yes") } : null,
    (kind === "chat" || kind === "base") && model.architecture !== ""
      ? { term: t("library.fact.template"), text: viewTemplate }
      : null,
    { term: t("library.fact.lastUsed"), text: lastUsed(model, t) },
    card === null || card.files.length === 0
      ? null
      : { term: t("library.fact.size"), text: sizeText(card, t), numeric: true },
    { term: t("library.fact.keptIn"), text: model.path },
  ];
  return facts.filter((each) => each !== null);
}

function fact(term: string, text: string | null | undefined): Fact | null {
  return text === null || text === undefined || text === "" ? null : { term, text };
}

function lastUsed({ lastUsedAt }: Model, t: Text): string {
  return lastUsedAt === null ? t("library.fact.never") : dateText(lastUsedAt);
}

function sizeText({ diskBytes, files }: ModelCard, t: Text): string {
  const size = formatBytes(diskBytes);
  return files.length > 1 ? t("library.fact.files", { size, count: files.length }) : size;
}

export function parametersText({ parameters, activeParameters }: Model, t: Text): string {
  const all = countText(parameters ?? 0, t);
  if (activeParameters === null) return all;
  return t("library.fact.parameters.active", { all, active: countText(activeParameters, t) });
}

/** "270 million", "30.5 billion". */
function countText(count: number, t: Text): string {
  if (count < 1e7) return t("library.fact.millions", { n: Math.round(count / 1e5) / 10 });
  if (count < 1e9) return t("library.fact.millions", { n: Math.round(count / 1e6) });
  return t("library.fact.billions", { n: Math.round(count / 1e8) / 10 });
}

/** Named in full: up to three. */
const LANGUAGES_NAMED = 3;

function languagesText(codes: readonly string[], t: Text): string {
  const names = languageNames(codes);
  if (names.length <= LANGUAGES_NAMED + 1) return names.join(", ");
  const more = names.length - LANGUAGES_NAMED;
  return t("library.fact.languages.more", { names: names.slice(0, LANGUAGES_NAMED).join(", "), more });
}
