import { useRef, useState } from "react";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Facts } from "#renderer/ui/Meter.tsx";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { DoublesOf } from "./DoublesOf.tsx";
import { factsOf } from "./facts-of.ts";
import { FileCheck } from "./FileCheck.tsx";
import { TemplateDialog } from "./TemplateDialog.tsx";
import { TensorTypes } from "./TensorTypes.tsx";
import { useCard } from "./use-card.ts";
import { longestModelName, useRename } from "./use-rename.ts";
import "./library.css";

/** What the file says of itself, where it came from and lies, and what can be done with it. */
export function AboutModel({ model, onSelect }: SectionProps) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const { fault, attempt } = useAttempt();
  const { card, checking } = useCard(model);
  const [showsTemplate, setShowsTemplate] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const pen = useRef<HTMLButtonElement>(null);
  const rename = useRename();
  const { id: modelId, name, isFavourite, path } = model;
  const isHere = model.problem?.code !== "MODEL_NOT_FOUND" && model.problem?.code !== "MODEL_AWAY";
  const say = (work: Promise<unknown>, text: string) => attempt(work.then(() => toast(text)));
  const endRename = (next: string | null) => {
    setRenaming(false);
    if (next !== null) rename(model, next);
    requestAnimationFrame(() => pen.current?.focus());
  };
  const viewTemplate = (
    <>
      {model.templateFault !== null && `${t("library.fact.template.broken")} `}
      <Button kind="text" size="sm" aria-haspopup="dialog" onClick={() => setShowsTemplate(true)}>
        {t("library.template.view")}
      </Button>
    </>
  );
  const hasTemplate = model.hasChatTemplate ? t("library.fact.yes") : t("library.fact.template.none");
  const template = model.hasChatTemplate && isHere ? viewTemplate : hasTemplate;
  return (
    <section className="sect" aria-labelledby="about-model">
      <div className="row">
        <h3 id="about-model" className="grow">
          {t("library.about")}
        </h3>
        <Button
          ref={pen}
          kind="quiet"
          icon="pen"
          label={t("library.rename")}
          tip={t("library.rename.tip")}
          onClick={() => setRenaming(true)}
        />
        <Button
          kind="quiet"
          icon={isFavourite ? "star-full" : "star"}
          label={isFavourite ? t("library.favourite.remove") : t("library.favourite.add")}
          aria-pressed={isFavourite}
          className="favourite"
          onClick={() => attempt(client.models.library.setFavourite({ modelId, isFavourite: !isFavourite }))}
        />
      </div>
      {renaming && (
        <TitleField
          title={name}
          label={t("library.name.of", { name })}
          maxLength={longestModelName}
          onEnd={endRename}
        />
      )}
      <Facts items={factsOf(model, card, t, template)} />
      {card !== null && <TensorTypes types={card.tensorTypes} />}
      {card !== null && isHere && (
        <FileCheck
          card={card}
          checking={checking}
          onCheck={() => attempt(client.models.library.checkFiles({ modelId }))}
        />
      )}
      {card !== null && <DoublesOf card={card} onSelect={onSelect} />}
      {fault !== null && <Fault error={fault} />}
      <div className="row model-does">
        {host?.canReveal === true && isHere && (
          <Button kind="text" onClick={() => attempt(client.settings.reveal({ path }))}>
            {t("library.reveal")}
          </Button>
        )}
        {host?.canReveal === false && (
          <Button kind="text" onClick={() => say(navigator.clipboard.writeText(path), t("library.copied"))}>
            {t("library.copyPath")}
          </Button>
        )}
        {model.problem === null && (
          <Button
            kind="text"
            tip={t("library.forget.tip")}
            onClick={() => say(client.models.forget({ modelId }), t("models.forgotten", { name }))}
          >
            {t("library.forget")}
          </Button>
        )}
        {card?.isOurs === true && isHere && (
          <Button
            kind="text"
            tip={t("library.bin.tip")}
            onClick={() => say(client.models.library.moveToBin({ modelId }), t("library.binned", { name }))}
          >
            {t("library.bin")}
          </Button>
        )}
      </div>
      {showsTemplate && <TemplateDialog model={model} onClose={() => setShowsTemplate(false)} />}
    </section>
  );
}
