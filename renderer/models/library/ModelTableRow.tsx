import { memo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from "react";
import type { EngineState, Model } from "#main/models/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge, FitBadge } from "#renderer/ui/Badge.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Nothing } from "#renderer/ui/Nothing.tsx";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { formatBytes, formatMemory, wordsPerSecond } from "#renderer/ui/units.ts";
import { keptInText } from "#renderer/app/kept-in.ts";
import { ModelAction } from "./ModelAction.tsx";
import { longestModelName, useRename } from "./use-rename.ts";

export interface ModelTableRowProps {
  model: Model;
  engine: EngineState | null;
  isSelected: boolean;
  /** Its place among all, where not all are in the page. */
  index?: number | undefined;
  ref?: Ref<HTMLTableRowElement> | undefined;
  onSelect: (modelId: string) => void;
  onUse: (modelId: string) => void;
  onLocate: (model: Model) => void;
}

/** One model: what it is, how large, whether it fits, how fast it was here, and where it is kept. F2 changes its name in its place. */
export const ModelTableRow = memo(function ModelTableRow(props: ModelTableRowProps) {
  const { model, engine, isSelected, index, ref, onSelect, onUse, onLocate } = props;
  const t = useText();
  const rename = useRename();
  const [renaming, setRenaming] = useState(false);
  const row = useRef<HTMLElement>(null);
  const endRename = (next: string | null) => {
    setRenaming(false);
    if (next !== null) rename(model, next);
    requestAnimationFrame(() => row.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys of the name's field are not the table's.
    if (renaming) event.stopPropagation();
    if (event.key !== "F2" || renaming) return;
    event.preventDefault();
    row.current = event.currentTarget;
    setRenaming(true);
  };
  const writes = model.kind === "chat" || model.kind === "base";
  return (
    <tr
      ref={ref}
      aria-current={isSelected ? "true" : undefined}
      // The head is the first row.
      aria-rowindex={index === undefined ? undefined : index + 2}
      data-index={index}
      tabIndex={isSelected ? 0 : -1}
      data-model={model.id}
      onClick={() => onSelect(model.id)}
      onKeyDown={onKeyDown}
    >
      <td>
        {renaming ? (
          <TitleField
            title={model.name}
            label={t("library.name.of", { name: model.name })}
            maxLength={longestModelName}
            onEnd={endRename}
          />
        ) : (
          <b>
            {model.name}
            {model.isFavourite && (
              <span className="star">
                <Icon name="star-full" size="xs" />
                <span className="sr">{t("library.favourite")}</span>
              </span>
            )}
          </b>
        )}
        <Sub model={model} />
      </td>
      <td className="end n">{formatBytes(model.sizeBytes)}</td>
      <td>
        <State model={model} />
      </td>
      <td className="n">{writes ? model.problem === null && <Speed model={model} /> : <DoesNotWrite />}</td>
      <td className="t2 hide-s kept-in" title={model.path}>
        {keptInText(model, t)}
      </td>
      <td className="end">
        {engine?.phase === "ready" ? (
          <Badge tone="on" icon="check">
            {t("models.inUse")}
          </Badge>
        ) : engine?.phase === "loading" ? (
          <Badge tone="on">{t("models.loading", { percent: Math.round(engine.progress * 100) })}</Badge>
        ) : (
          <ModelAction model={model} onSelect={onSelect} onUse={onUse} onLocate={onLocate} />
        )}
      </td>
    </tr>
  );
});

function Sub({ model }: { model: Model }) {
  const t = useText();
  const { kind } = model;
  const isBase = (kind === "base" && model.architecture !== "") || (kind === "chat" && !model.hasChatTemplate);
  const parts = [
    model.quantisation,
    model.isSample ? t("models.included") : null,
    model.activeParameters === null ? null : t("library.sparse"),
    isBase ? t("models.kind.base") : null,
    model.templateFault === null ? null : t("library.templateFault"),
    kind === "projector" && model.partOf !== null ? t("library.partOf", { name: model.partOf }) : null,
    kind === "chat" || kind === "base" || model.partOf !== null ? null : t(`models.kind.${kind}`),
    model.isDouble ? t("library.double") : null,
  ];
  return <span className="sub">{parts.filter(Boolean).join(" · ")}</span>;
}

/** Why it cannot be used, else whether it fits. */
function State({ model }: { model: Model }): ReactNode {
  const t = useText();
  switch (model.problem?.code) {
    case undefined:
      break;
    case "MODEL_AWAY":
      return (
        <Badge tone="warn" icon="info">
          {t("library.away")}
        </Badge>
      );
    case "MODEL_INCOMPLETE":
      return (
        <Badge tone="warn" icon="half">
          {t("library.incomplete")}
        </Badge>
      );
    case "MODEL_CHANGED":
      return (
        <Badge tone="warn" icon="info">
          {t("library.changed")}
        </Badge>
      );
    case "CHECKSUM_MISMATCH":
      return (
        <Badge tone="bad" icon="x">
          {t("library.damaged")}
        </Badge>
      );
    default:
      return (
        <Badge tone="bad" icon="x">
          {t("models.problem.badge")}
        </Badge>
      );
  }
  if (model.kind === "projector") return <Badge icon="info">{t("library.notYet")}</Badge>;
  return model.kind === "chat" || model.kind === "base" ? <FitBadge state={model.fit.state} /> : <DoesNotWrite />;
}

/** A part of others, or a model for another use: nothing is missing here, there is nothing to say. */
function DoesNotWrite() {
  const t = useText();
  return <Nothing>{t("models.notForChats")}</Nothing>;
}

function Speed({ model }: { model: Model }) {
  const t = useText();
  if (model.tokensPerSecond !== null)
    return t("models.speed.measured", { words: wordsPerSecond(model.tokensPerSecond) });
  if (model.fit.state === "too-large") {
    return <span className="t3">{t("models.needs", { size: formatMemory(model.fit.neededBytes) })}</span>;
  }
  if (model.estimatedTokensPerSecond !== null) {
    return (
      <span className="t2">{t("models.speed.about", { words: wordsPerSecond(model.estimatedTokensPerSecond) })}</span>
    );
  }
  return <span className="t3">{t("models.speed.not")}</span>;
}
