import type { Log } from "#main/lib/log.ts";
import type { ModelEngines, ModelPresets } from "#main/models/lease.ts";
import type { ContextUse } from "./contract.ts";
import type { Feeds } from "./feeds.ts";
import { messageIdsOf, toPrompt } from "./prompt.ts";
import type { Runs } from "./runs.ts";
import type { ChatStore } from "./store.ts";

/** How full the room for conversation is, for chats that somebody looks at. */
export interface ContextMeter {
  /** What the engine said while it answered. */
  note(chatId: string, use: ContextUse): void;
  /** The path or the model changed: measures soon, if the model is loaded; it is never loaded for this. */
  request(chatId: string): void;
  last(chatId: string): ContextUse | null;
  forget(chatId: string): void;
  dispose(): void;
}

interface MeterDeps {
  store: ChatStore;
  engines: ModelEngines;
  presets: ModelPresets;
  feeds: Feeds;
  log: Log;
  runs: () => Runs;
}

const MEASURE_AFTER_MS = 300;

export function createContextMeter({ store, engines, presets, feeds, log, runs }: MeterDeps): ContextMeter {
  const uses = new Map<string, ContextUse>();
  const timers = new Map<string, NodeJS.Timeout>();

  function set(chatId: string, use: ContextUse | null): void {
    if (JSON.stringify(uses.get(chatId) ?? null) === JSON.stringify(use)) return;
    if (use) uses.set(chatId, use);
    else uses.delete(chatId);
    feeds.publish(chatId, { type: "context", contextUse: use });
  }

  async function measure(chatId: string): Promise<void> {
    const isCurrent = () => !timers.has(chatId) && !runs().isBusy(chatId);
    if (!feeds.isWatched(chatId) || !isCurrent()) return;
    try {
      const chat = store.chats.find(chatId);
      if (!chat) return;
      const leaf = store.messages.leaf(chatId);
      using lease = leaf === null ? null : engines.acquireIfLoaded(chat.modelId);
      if (leaf === null || !lease) return set(chatId, null);
      const adapters = await engines.resolveAdapters(lease.modelId, chat.adapters);
      const { template } = presets.inForce(chat.presetId, lease.modelId);
      const prompt = toPrompt(chat.mode, chat.systemPrompt, await runs().turnsTo(leaf));
      const { usedTokens, contextTokens, leftOutTurnIds } = await lease.client.measure(prompt, adapters, template);
      if (isCurrent()) set(chatId, { usedTokens, contextTokens, leftOutMessageIds: messageIdsOf(leftOutTurnIds) });
    } catch (error) {
      // The answer itself will say what is wrong with the model or an adapter; a meter without a figure is enough here.
      log.debug({ err: error, chatId }, "A context could not be measured");
      if (isCurrent()) set(chatId, null);
    }
  }

  function cancel(chatId: string): void {
    clearTimeout(timers.get(chatId));
    timers.delete(chatId);
  }

  function request(chatId: string): void {
    cancel(chatId);
    const act = () => {
      timers.delete(chatId);
      void measure(chatId);
    };
    timers.set(chatId, setTimeout(act, MEASURE_AFTER_MS));
  }

  function isOf(chatId: string, loadedModelId: string): boolean {
    const chat = store.chats.find(chatId);
    using lease = chat && engines.acquireIfLoaded(chat.modelId);
    return lease?.modelId === loadedModelId;
  }

  // Loaded by hand, or by another chat.
  const watching = engines.onLoaded((modelId) => {
    for (const chatId of feeds.watched()) if (isOf(chatId, modelId)) request(chatId);
  });

  return {
    note: set,
    request,
    last: (chatId) => uses.get(chatId) ?? null,
    forget(chatId) {
      cancel(chatId);
      uses.delete(chatId);
    },
    dispose() {
      watching[Symbol.dispose]();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
