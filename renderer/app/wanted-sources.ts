import { create } from "zustand";
import type { AnswersFrom } from "#main/chat/grounding/contract.ts";

/** What the next new chat answers from, when it was chosen in Documents; the chat keeps it from then on. */
export const useWantedSources = create<{ readonly answersFrom: AnswersFrom | null }>(() => ({ answersFrom: null }));

export function wantSources(answersFrom: AnswersFrom | null): void {
  useWantedSources.setState({ answersFrom });
}
