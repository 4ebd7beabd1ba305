import type { RefObject } from "react";
import { useText } from "#renderer/app/texts.ts";
import type { TrainingSummary } from "#main/training/contract.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#renderer/ui/Menu.tsx";
import type { TrainingActions } from "./use-training-actions.ts";

export interface TrainingMenuProps {
  training: Pick<TrainingSummary, "id" | "name" | "state">;
  actions: TrainingActions;
  onRename: () => void;
  /** Small, and not in the order of Tab: the row has keys of its own. */
  isOfRow?: boolean;
  buttonRef?: RefObject<HTMLButtonElement | null>;
  /** What only this page offers. */
  children?: React.ReactNode;
}

/** What can be done with a whole training. */
export function TrainingMenu({ training, actions, onRename, isOfRow, buttonRef, children }: TrainingMenuProps) {
  const t = useText();
  const label = t("training.more", { name: training.name });
  return (
    <Menu
      narrow
      label={label}
      trigger={({ ref, ...trigger }) => (
        <Button
          ref={(element) => {
            if (buttonRef !== undefined) buttonRef.current = element;
            if (typeof ref === "function") ref(element);
            else if (ref !== null && ref !== undefined) ref.current = element;
          }}
          kind="quiet"
          icon="dots"
          label={label}
          size={isOfRow ? "sm" : "md"}
          className={isOfRow ? "row-more" : undefined}
          tabIndex={isOfRow ? -1 : undefined}
          {...trigger}
        />
      )}
    >
      {children}
      <MenuItem icon="pen" onSelect={onRename}>
        {t("training.rename")}
      </MenuItem>
      <MenuItem icon="again" onSelect={() => actions.again(training)}>
        {t("training.again")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="bin" onSelect={() => actions.remove(training)}>
        {t("training.remove")}
      </MenuItem>
    </Menu>
  );
}
