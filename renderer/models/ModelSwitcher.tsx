import { useRef } from "react";
import type { ModelsView } from "#main/models/contract.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem } from "#renderer/ui/Menu.tsx";
import { tellApart } from "#renderer/app/tell-apart.ts";
import { modelLine } from "./words.ts";
import { writers } from "./use-models.ts";
import "./switcher.css";

export interface ModelSwitcherProps {
  /** null: not known yet. */
  view: ModelsView | null;
  modelId: string | null;
  /** An answer is being written with it. */
  isWriting: boolean;
  onChoose: (modelId: string) => void;
}

/** The model in use, and the menu of those that could be: fit, what is to spare, speed where it was measured. */
export function ModelSwitcher({ view, modelId, isWriting, onChoose }: ModelSwitcherProps) {
  const t = useText();
  const button = useRef<HTMLButtonElement | null>(null);
  useAction({ id: "change-model", label: t("models.change"), icon: "box", run: () => button.current?.click() });
  const models = view?.models ?? [];
  const able = writers(models);
  const model = models.find((one) => one.id === modelId) ?? null;
  return (
    <Menu
      label={t("models.change")}
      note={isWriting ? t("models.change.note") : undefined}
      trigger={({ ref, ...trigger }) => (
        <Button
          {...trigger}
          ref={(element) => {
            button.current = element;
            if (typeof ref === "function") ref(element);
            else if (ref !== null && ref !== undefined) ref.current = element;
          }}
          className="switcher"
          icon="box"
          iconAfter="down"
          tip={t("models.change")}
          action="change-model"
        >
          <span className="cut">{model === null ? t("models.choose") : model.name}</span>
          {model !== null &&
            (model.problem === null ? (
              <FitBadge state={model.fit.state} className="hide-s" />
            ) : (
              <FitBadge state="too-large" className="hide-s">
                {t("models.problem.badge")}
              </FitBadge>
            ))}
        </Button>
      )}
    >
      {able.length === 0 && <p className="menu-empty">{t("models.none")}</p>}
      {able.map((one) => (
        <MenuItem
          key={one.id}
          checked={one.id === modelId}
          badge={
            <FitBadge state={one.problem === null ? one.fit.state : "too-large"}>
              {one.problem === null ? undefined : t("models.problem.badge")}
            </FitBadge>
          }
          sub={[
            one.problem === null ? view && modelLine(one, view, t) : t("models.problem.short"),
            tellApart(one, able, t),
          ]
            .filter(Boolean)
            .join(" · ")}
          onSelect={() => onChoose(one.id)}
        >
          {one.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
