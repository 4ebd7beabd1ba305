import type { Log } from "#main/lib/log.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Generation, Message } from "./contract.ts";
import type { Feeds } from "./feeds.ts";
import { toErrorShape } from "#main/rpc/to-error-shape.ts";
import type { Grounding } from "./grounding/contract.ts";
import type { AnswerState } from "./message-rows.ts";
import type { ChatStore } from "./store.ts";
import { createThrottle } from "./throttle.ts";

/** An answer while it is written: its text is here, goes to the pages in batches, and to the disk in pieces. */
export interface Answer {
  readonly messageId: string;
  readonly chatId: string;
  /** As the pages have it: what waits for the next batch is not in it. */
  readonly shown: AnswerState;
  /** All of it. */
  readonly text: string;
  readonly isEnded: boolean;
  /** `generation` is saved once the first of the text is shown: a write here would only delay the first token. */
  start(generation: Generation | null): void;
  /** What it is written from, and what was found of it so far; `isSaved`: on disk at once, together with the text up to here. */
  ground(grounding: Grounding, how?: { isSaved: boolean }): void;
  /** What was written before is not part of the answer any more (it held thoughts only, and is begun anew). */
  clear(): void;
  add(text: string, thoughts: string): void;
  /** The first call counts. What the disk does not take is kept here, shown as failed, and tried again until it is saved. */
  end(end: AnswerEnd): void;
  /** After `end`: tries once more if it is not saved, and no more after that. */
  settle(): void;
}

export interface AnswerEnd {
  status: Message["status"];
  error: ErrorShape | null;
  generation: Generation | null;
  thoughtsMs: number | null;
  /** See MessageRows.saveEvaluation; null keeps the one there is. */
  evaluation: string | null;
}

interface AnswerDeps {
  store: ChatStore;
  feeds: Feeds;
  log: Log;
  /** The message as it now is, for the pages. */
  toMessage: () => Message;
  /** The disk does not take the text; the answer should end with this. */
  onSaveFailed: (error: unknown) => void;
  /** All is on disk, nothing of it is needed here. */
  onSaved: () => void;
}

/** 25 a second: with the changes of phase and speed beside them, events stay under 30 a second. */
const SHOW_EVERY_MS = 40;
const SAVE_EVERY_MS = 1_000;
const SAVE_AGAIN_MS = 2_000;

export function createAnswer(message: Message, deps: AnswerDeps): Answer {
  const { store, feeds, log } = deps;
  const { id: messageId, chatId } = message;
  let state: AnswerState = {
    text: message.text,
    thoughts: message.thoughts,
    status: message.status,
    error: message.error,
    generation: message.generation,
    grounding: message.grounding,
  };
  let toShow = { text: "", thoughts: "" };
  let toSave = { text: "", thoughts: "" };
  let thinkingSince: number | null = null;
  let isStartToSave = false;
  let isGroundingToSave = false;
  let isEnded = false;
  let evaluation: string | null = null;
  let saveProblem: ErrorShape | null = null;
  let again: NodeJS.Timeout | undefined;

  const showing = createThrottle(SHOW_EVERY_MS, () => {
    const { text, thoughts } = toShow;
    toShow = { text: "", thoughts: "" };
    state = { ...state, text: state.text + text, thoughts: withMore(state.thoughts, thoughts) };
    feeds.publish(chatId, { type: "delta", messageId, text, thoughts });
  });

  const saving = createThrottle(
    SAVE_EVERY_MS,
    () => {
      try {
        store.write(() => {
          if (isStartToSave) {
            store.messages.saveStart(messageId, "writing", state.generation);
            store.messages.saveGrounding(messageId, state.grounding);
          }
          if (isGroundingToSave) store.messages.saveGrounding(messageId, state.grounding);
          store.messages.addPiece(messageId, toSave.text, toSave.thoughts);
        });
        isStartToSave = false;
        isGroundingToSave = false;
        toSave = { text: "", thoughts: "" };
      } catch (error) {
        deps.onSaveFailed(error);
      }
    },
    { leading: false },
  );

  function saveWhole(): boolean {
    clearTimeout(again);
    again = undefined;
    try {
      store.write(() => {
        store.messages.save(messageId, state);
        if (evaluation !== null) store.messages.saveEvaluation(messageId, evaluation);
      });
    } catch (error) {
      saveProblem ??= toErrorShape(error, "An answer failed", log);
      again = setTimeout(saveAgain, SAVE_AGAIN_MS).unref();
      return false;
    }
    saveProblem = null;
    deps.onSaved();
    return true;
  }

  function saveAgain(): void {
    if (saveWhole()) publish();
  }

  function publish(): void {
    feeds.publish(chatId, { type: "message", message: deps.toMessage() });
  }

  function setThoughtsMs(durationMs: number): void {
    if (state.thoughts) state = { ...state, thoughts: { ...state.thoughts, durationMs } };
  }

  return {
    messageId,
    chatId,
    get shown(): AnswerState {
      return saveProblem ? { ...state, status: "failed", error: saveProblem } : state;
    },
    get text() {
      return state.text + toShow.text;
    },
    get isEnded() {
      return isEnded;
    },
    start(generation) {
      state = { ...state, status: "writing", error: null, generation };
      isStartToSave = true;
      saving.request();
      publish();
    },
    ground(grounding, { isSaved } = { isSaved: false }) {
      if (isEnded) return;
      showing.flush();
      state = { ...state, grounding };
      publish();
      if (!isSaved) return;
      isGroundingToSave = true;
      saving.request();
      saving.flush();
    },
    clear() {
      state = { ...state, text: "", thoughts: null };
      store.write(() => store.messages.save(messageId, state));
    },
    add(text, thoughts) {
      if (isEnded) return;
      if (thoughts !== "") thinkingSince ??= Date.now();
      toShow = { text: toShow.text + text, thoughts: toShow.thoughts + thoughts };
      toSave = { text: toSave.text + text, thoughts: toSave.thoughts + thoughts };
      showing.request();
      saving.request();
      // From then on a kill leaves an answer that can be run again.
      if (isStartToSave) setImmediate(saving.flush);
      if (text === "" || thinkingSince === null) return;
      // The thoughts are over: pages show how long they took from here on.
      showing.flush();
      setThoughtsMs(Date.now() - thinkingSince);
      thinkingSince = null;
      publish();
    },
    end({ status, error, generation, thoughtsMs, ...end }) {
      if (isEnded) return;
      isEnded = true;
      evaluation = end.evaluation;
      showing.flush();
      saving.cancel();
      state = { ...state, status, error, generation };
      const measuredMs = thinkingSince === null ? null : Date.now() - thinkingSince;
      const durationMs = thoughtsMs ?? measuredMs;
      if (durationMs !== null) setThoughtsMs(durationMs);
      saveWhole();
      publish();
    },
    settle() {
      if (again) saveWhole();
      clearTimeout(again);
    },
  };
}

function withMore(thoughts: AnswerState["thoughts"], more: string): AnswerState["thoughts"] {
  if (more === "") return thoughts;
  return { text: (thoughts?.text ?? "") + more, durationMs: thoughts?.durationMs ?? 0 };
}
