import { useText } from "#renderer/app/texts.ts";

/** The box of a task in a list: a sign, as nothing can be done with it here. */
export function TaskMark({ checked }: { checked?: boolean | undefined }) {
  const t = useText();
  const done = checked === true;
  return (
    <span
      className="md-task"
      role="img"
      aria-label={done ? t("chat.task.done") : t("chat.task.open")}
      data-done={done}
    />
  );
}
