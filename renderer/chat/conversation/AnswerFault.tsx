import type { ReactNode } from "react";
import type { Message } from "#main/chat/contract.ts";
import type { ErrorCode, ErrorShape } from "#main/rpc/errors.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { useConversationActions, type ConversationActions } from "./actions.ts";

type Text = ReturnType<typeof useText>;

/** What can be done about an error of an answer. */
type Remedy = "useModel" | "continue" | "again" | "findFile" | "otherModel" | "changeRoom" | "chooseModel";

/** The likeliest first. Each has `again`: when the cause is mended, the question still waits for its answer. */
const remedies: Partial<Record<ErrorCode, readonly Remedy[]>> = {
  ENGINE_CRASHED: ["continue", "again"],
  INTERRUPTED: ["continue", "again"],
  ENGINE_KEEPS_CRASHING: ["changeRoom", "otherModel", "again"],
  NO_MODEL: ["chooseModel", "again"],
  MODEL_NOT_FOUND: ["findFile", "otherModel", "again"],
  MODEL_AWAY: ["again", "findFile", "otherModel"],
  MODEL_INCOMPLETE: ["otherModel", "again"],
  MODEL_CHANGED: ["findFile", "otherModel", "again"],
  MODEL_INVALID: ["otherModel", "again"],
  MODEL_UNSUPPORTED: ["otherModel", "again"],
  NOT_ENOUGH_MEMORY: ["useModel", "changeRoom", "otherModel", "again"],
  CONTEXT_TOO_SMALL: ["changeRoom", "otherModel", "again"],
  BACKEND_NOT_AVAILABLE: ["changeRoom", "again"],
};

/** An error where the answer was to stand. One filled button, the way on; only on the last answer, as the rest is past. */
export function AnswerFault({ message, error, isLast }: { message: Message; error: ErrorShape; isLast: boolean }) {
  const t = useText();
  const actions = useConversationActions();
  const offered = isLast ? (remedies[error.code] ?? ["again"]) : [];
  const { instead } = actions;
  const possible = offered.filter((remedy) => {
    if (remedy === "continue") return message.text !== "";
    if (remedy === "useModel") return instead !== null;
    // One other model by its name is enough.
    return remedy !== "otherModel" || instead === null || !offered.includes("useModel");
  });
  const warn = error.code === "NOT_ENOUGH_MEMORY" || error.code === "CONTEXT_TOO_SMALL" || error.code === "NO_MODEL";
  return (
    <Fault
      error={error}
      values={instead === null ? undefined : { other: instead.name }}
      tone={warn ? "warn" : "bad"}
      icon={error.code === "NOT_ENOUGH_MEMORY" ? "chip" : "alert"}
      quiet={!isLast}
      actions={possible.map((remedy, index) => remedyButton(remedy, index === 0, message, actions, t))}
    />
  );
}

function remedyButton(
  remedy: Remedy,
  first: boolean,
  message: Message,
  actions: ConversationActions,
  t: Text,
): ReactNode {
  const press: Record<Remedy, () => void> = {
    useModel: () => {
      if (actions.instead !== null) actions.retryWith(actions.instead.id, message.id);
    },
    continue: () => actions.resume(message.id),
    again: () => actions.retry(message.id, false),
    findFile: actions.findFile,
    otherModel: actions.openSwitcher,
    changeRoom: actions.changeRoom,
    chooseModel: actions.chooseModel,
  };
  const words: Record<Remedy, string> = {
    useModel: t("chat.fault.useModel", { model: actions.instead?.name ?? "" }),
    continue: t("chat.continue"),
    again: t("chat.again"),
    findFile: t("chat.fault.findFile"),
    otherModel: t("chat.fault.otherModel"),
    changeRoom: t("chat.fault.changeRoom"),
    chooseModel: t("chat.fault.chooseModel"),
  };
  return (
    <Button key={remedy} kind={first ? "go" : "outlined"} onClick={press[remedy]}>
      {words[remedy]}
    </Button>
  );
}
