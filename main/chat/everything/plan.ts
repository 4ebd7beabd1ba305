import type { Generation } from "../contract.ts";
import type { GroundingDocuments } from "../grounding/ground-answer.ts";
import { missing } from "../requests.ts";
import type { ChatStore } from "../store.ts";

export interface EverythingPlan {
  readonly passages: number;
  readonly pages: number;
  /** By how fast the answer before it was read and written; null: that is not known. */
  readonly seconds: number | null;
}

/** A language model's tokens are a little shorter than the embedding model's, and each passage has its head. */
const TOKENS_A_TOKEN = 1.25;
const HEAD_TOKENS = 24;
/** As a batch is cut, and about what is written of one. */
const BATCH_TOKENS = 1_200;
const WRITTEN_TOKENS = 60;

/** What there is to read for the question of this answer, and how long that would take with its model. Throws NOT_FOUND. */
export async function planEverything(
  { store, documents }: { store: ChatStore; documents: GroundingDocuments },
  messageId: string,
): Promise<EverythingPlan> {
  const message = store.messages.find(messageId);
  const chat = message && store.chats.find(message.chatId);
  if (message === null || chat === null) throw missing("message");
  const { passages, tokens, coverage } = await documents.extent(chat.answersFrom.sources);
  const toRead = tokens * TOKENS_A_TOKEN + passages * HEAD_TOKENS;
  return { passages, pages: coverage.pages, seconds: message.generation && secondsFor(toRead, message.generation) };
}

function secondsFor(
  tokens: number,
  { promptTokens, reusedTokens, firstTokenMs, tokensPerSecond }: Generation,
): number | null {
  const readTokens = promptTokens - reusedTokens;
  if (firstTokenMs === null || firstTokenMs <= 0 || readTokens < 64 || tokensPerSecond === null) return null;
  const reading = (tokens / readTokens) * (firstTokenMs / 1_000);
  return reading + ((tokens / BATCH_TOKENS) * WRITTEN_TOKENS) / tokensPerSecond;
}
