import type { ChatView, Run } from "#main/chat/contract.ts";

/** What Stop means: the answer that is under way, before those that wait for it. */
export function currentRun(view: Pick<ChatView, "messages" | "runs"> | null): Run | null {
  if (view === null) return null;
  const order = new Map(view.messages.map((message, index) => [message.id, index]));
  const place = (run: Run) =>
    (run.state.phase === "queued" ? view.messages.length : 0) + (order.get(run.messageId) ?? 0);
  return view.runs.toSorted((a, b) => place(a) - place(b))[0] ?? null;
}
