import { dateText } from "#renderer/app/formats.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Facts } from "#renderer/ui/Meter.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "../use-attempt.ts";
import { licenceText } from "./licence.ts";

/** What the file says of itself, where it lies, and what can be done with it. */
export function AboutModel({ model }: SectionProps) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const { fault, attempt } = useAttempt();
  const parameters =
    model.parameters === null ? null : t("models.about.billions", { n: Math.round(model.parameters / 1e8) / 10 });
  const forget = () => {
    attempt(client.models.forget({ modelId: model.id }).then(() => toast(t("models.forgotten", { name: model.name }))));
  };
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
      {fault !== null && <Fault error={fault} />}
      <div className="row model-does">
        {host?.canReveal === true && (
          <Button kind="text" onClick={() => attempt(client.settings.reveal({ path: model.path }))}>
            {t("models.reveal")}
          </Button>
        )}
        {model.problem === null && (
          <Button kind="text" tip={t("models.forget.tip")} onClick={forget}>
            {t("models.forget")}
          </Button>
        )}
      </div>
    </section>
  );
}
