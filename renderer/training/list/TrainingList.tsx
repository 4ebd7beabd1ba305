import type { KeyboardEvent } from "react";
import type { TrainingSummary } from "#main/training/contract.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";
import { useNow } from "#renderer/app/use-now.ts";
import type { TrainingActions } from "../use-training-actions.ts";
import { TrainingRow } from "./TrainingRow.tsx";
import "./list.css";

export interface TrainingListProps {
  trainings: readonly TrainingSummary[] | null;
  currentId: string | null;
  actions: TrainingActions;
  onOpen: (trainingId: string) => void;
}

/** All trainings, the newest first. Arrows move between them; one of them is in the order of Tab. */
export function TrainingList({ trainings, currentId, actions, onOpen }: TrainingListProps) {
  const t = useText();
  const now = useNow();
  const at = trainings?.findIndex(({ id }) => id === currentId) ?? -1;
  const open = (index: number) => {
    const training = trainings?.[index];
    if (training !== undefined) onOpen(training.id);
  };
  useAction({ id: "next-item", label: t("training.next"), keyOnly: true, run: () => open(at + 1) });
  useAction({
    id: "previous-item",
    label: t("training.previous"),
    keyOnly: true,
    run: () => open(Math.max(0, at - 1)),
  });

  if (trainings === null) return null;
  if (trainings.length === 0) return <p className="list-note">{t("training.list.empty")}</p>;
  return (
    <>
      <h3>{t("training.list.runs")}</h3>
      <ul className="training-rows" onKeyDown={moveFocus}>
        {trainings.map((training, index) => (
          <li key={training.id}>
            <TrainingRow
              training={training}
              isCurrent={training.id === currentId}
              isTabStop={index === Math.max(0, at)}
              now={now}
              actions={actions}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLAnchorElement) || event.altKey || event.ctrlKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a.item")];
  const at = links.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}
