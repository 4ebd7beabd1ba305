import type { ChatView } from "#main/chat/contract.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { useText } from "#renderer/app/texts.ts";

/** F8 and Shift F8: to the next and the previous sentence of the conversation that its sources do not carry whole. */
export function useFindingKeys(view: ChatView | null): void {
  const t = useText();
  const has = view?.messages.some(hasFindings) ?? false;
  useAction(has ? { id: "next-finding", label: t("keys.nextFinding"), run: () => step(1) } : null);
  useAction(has ? { id: "previous-finding", label: t("keys.previousFinding"), run: () => step(-1) } : null);
}

function hasFindings({ grounding }: ChatView["messages"][number]): boolean {
  return grounding?.sentences.some(({ support }) => support !== null && support.verdict !== "supported") ?? false;
}

/** Chips in the order in which they stand; from the one that has the focus, else from the end that is nearer to the way. */
function step(direction: 1 | -1): void {
  const chips = [...document.querySelectorAll<HTMLElement>("[data-finding]")];
  const at = chips.findIndex((chip) => chip === document.activeElement);
  const next = at < 0 ? (direction === 1 ? 0 : chips.length - 1) : (at + direction + chips.length) % chips.length;
  chips[next]?.focus({ focusVisible: true });
  chips[next]?.scrollIntoView({ block: "nearest" });
}
