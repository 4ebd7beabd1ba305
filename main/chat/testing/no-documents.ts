import type { GroundingDocuments } from "../grounding/ground-answer.ts";

/** Documents as chat sees them where none are attached: asking for them fails the test. */
export const noDocuments: GroundingDocuments = {
  ground: () => Promise.reject(new Error("this chat answers from no documents")),
  extent: () => Promise.reject(new Error("this chat answers from no documents")),
  passagesAfter: () => Promise.reject(new Error("this chat answers from no documents")),
};
