import { useState } from "react";
import type { AnswersFrom, Strictness } from "#main/chat/grounding/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import { type ChatDocuments, sourceKey } from "./answers-from.ts";
import "./sources.css";

export interface SourcesProps {
  answersFrom: AnswersFrom;
  onChange: (answersFrom: AnswersFrom) => void;
}

/** The documents that answers are written from, above the field; each can be taken away. */
export function SourceChips({ answersFrom, onChange }: SourcesProps) {
  const t = useText();
  const { sources } = answersFrom;
  if (sources.length === 0) return null;
  return (
    <ul className="files" aria-label={t("sources.list")}>
      {sources.map((source) => (
        <li key={sourceKey(source)} className="file">
          <Icon name={source.kind === "collection" ? "folder" : "docs"} size="s" />
          <span className="cut">{source.name}</span>
          <Button
            kind="quiet"
            size="sm"
            icon="x"
            label={t("sources.remove", { name: source.name })}
            onClick={() => onChange({ ...answersFrom, sources: sources.filter((other) => other !== source) })}
          />
        </li>
      ))}
    </ul>
  );
}

const STRICTNESSES: readonly Strictness[] = ["strict", "balanced", "always"];

/** What answers come from: the model alone, or documents, and how sure it must be that they answer. */
export function SourcesMenu({
  answersFrom,
  onChange,
  chooser,
  isSmallModel,
}: SourcesProps & { chooser: ChatDocuments["chooser"]; isSmallModel: boolean }) {
  const t = useText();
  const [isChoosing, setIsChoosing] = useState(false);
  const { sources, strictness } = answersFrom;
  const has = sources.length > 0;
  return (
    <>
      <Menu
        label={t("sources.menu")}
        align="start"
        note={isSmallModel ? t("sources.smallModel") : undefined}
        trigger={(trigger) => (
          <Button kind="quiet" icon="docs" iconAfter="down" {...trigger}>
            {has ? t("sources.from") : t("sources.none")}
          </Button>
        )}
      >
        <MenuItem icon="docs" sub={t("sources.choose.sub")} onSelect={() => setIsChoosing(true)}>
          {t("sources.choose")}
        </MenuItem>
        {has && (
          <MenuItem icon="x" onSelect={() => onChange({ ...answersFrom, sources: [] })}>
            {t("sources.clear")}
          </MenuItem>
        )}
        {has && <MenuSeparator />}
        {has &&
          STRICTNESSES.map((one) => (
            <MenuItem
              key={one}
              checked={strictness === one}
              sub={t(`sources.strictness.${one}.sub`)}
              onSelect={() => onChange({ ...answersFrom, strictness: one })}
            >
              {t(`sources.strictness.${one}`)}
            </MenuItem>
          ))}
      </Menu>
      {isChoosing &&
        chooser(
          sources,
          (chosen) => {
            onChange({ ...answersFrom, sources: chosen });
            setIsChoosing(false);
          },
          () => setIsChoosing(false),
        )}
    </>
  );
}
