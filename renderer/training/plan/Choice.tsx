import type { ReactNode } from "react";
import { useId } from "react";

export interface ChoiceProps {
  /** The same for all of a group. */
  name: string;
  checked: boolean;
  title: string;
  sub?: ReactNode;
  badge?: ReactNode;
  /** Why it cannot be chosen; said under its title. */
  refusal?: string | null | undefined;
  onChoose: () => void;
}

/** One of a few choices that exclude one another, each with what it means. */
export function Choice({ name, checked, title, sub, badge, refusal, onChoose }: ChoiceProps) {
  const id = useId();
  const refused = refusal !== null && refusal !== undefined;
  return (
    <label className={refused ? "choice refused" : "choice"}>
      <input
        type="radio"
        name={name}
        checked={checked}
        aria-disabled={refused ? true : undefined}
        aria-describedby={`${id}-sub`}
        onChange={() => {
          if (!refused) onChoose();
        }}
      />
      <span className="grow">
        <b>{title}</b>
        <span className="sub n" id={`${id}-sub`}>
          {refused ? refusal : sub}
        </span>
      </span>
      {badge}
    </label>
  );
}
