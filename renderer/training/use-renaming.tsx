import { useState } from "react";
import type { Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { TitleField } from "#renderer/ui/TitleField.tsx";
import type { TrainingActions } from "./use-training-actions.ts";

export interface Renaming {
  /** The page's h1, or the field in its place. */
  readonly heading: React.ReactNode;
  readonly begin: () => void;
}

/** The name of a training in the bar, edited where it stands. */
export function useRenaming(training: Training, actions: TrainingActions): Renaming {
  const t = useText();
  const [renaming, setRenaming] = useState(false);
  const end = (name: string | null) => {
    setRenaming(false);
    if (name !== null) actions.rename(training, name);
  };
  const heading = renaming ? (
    <>
      <h1 className="sr">{training.name}</h1>
      <TitleField title={training.name} label={t("training.name")} maxLength={120} onEnd={end} />
    </>
  ) : (
    <h1>{training.name}</h1>
  );
  return { heading, begin: () => setRenaming(true) };
}
