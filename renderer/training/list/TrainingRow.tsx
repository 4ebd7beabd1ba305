import { useRef, useState, type KeyboardEvent } from "react";
import { Link } from "wouter";
import type { TrainingSummary } from "#main/training/contract.ts";
import { closeDrawer } from "#renderer/app/frame/frame-store.ts";
import { useText } from "#renderer/app/texts.ts";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import { TrainingMenu } from "../TrainingMenu.tsx";
import type { TrainingActions } from "../use-training-actions.ts";
import { rowLine } from "./row-line.ts";

export interface TrainingRowProps {
  training: TrainingSummary;
  isCurrent: boolean;
  isTabStop: boolean;
  now: number;
  actions: TrainingActions;
}

/** One training: opens with Enter, renamed with F2, deleted with Delete; its menu opens with the right button or the menu key. */
export function TrainingRow({ training, isCurrent, isTabStop, now, actions }: TrainingRowProps) {
  const t = useText();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const menu = useRef<HTMLButtonElement | null>(null);
  if (renaming) {
    return (
      <TitleField
        title={training.name}
        label={t("training.name")}
        maxLength={120}
        onEnd={(name) => {
          setRenaming(false);
          if (name !== null) actions.rename(training, name);
          requestAnimationFrame(() => link.current?.focus());
        }}
      />
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "F2" && event.key !== "Delete") return;
    event.preventDefault();
    if (event.key === "F2") setRenaming(true);
    else actions.remove(training);
  };
  return (
    <div
      className="training-row"
      onContextMenu={(event) => {
        event.preventDefault();
        menu.current?.click();
      }}
    >
      <Link
        ref={link}
        href={`/training/${training.id}`}
        className="item"
        aria-current={isCurrent ? "page" : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={closeDrawer}
        onKeyDown={onKeyDown}
        data-training={training.id}
      >
        <span>
          <b>{training.name}</b>
          <span className="sub n">{rowLine(t, training, now)}</span>
        </span>
        {training.state === "running" && <i className="dot" role="img" aria-label={t("training.running")} />}
      </Link>
      <TrainingMenu isOfRow buttonRef={menu} training={training} actions={actions} onRename={() => setRenaming(true)} />
    </div>
  );
}
