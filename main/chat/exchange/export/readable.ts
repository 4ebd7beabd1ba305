import { words } from "#main/lib/words.ts";
import type { SavedChat, SavedMessage } from "../../saved/contract.ts";

/** A chat as people read it: the branch that was last shown, with what each answer rests on. */
export interface ReadableChat {
  readonly title: string;
  /** Short facts under the title: dates, the model, the instructions' length. */
  readonly facts: readonly string[];
  /** "" where there are none. */
  readonly instructions: string;
  readonly turns: readonly ReadableTurn[];
}

export interface ReadableTurn {
  /** "" for a text that was continued, which is nobody's in particular. */
  readonly who: string;
  /** When, which version of how many, what it was written with. */
  readonly about: string;
  /** Markdown. */
  readonly text: string;
  /** Markdown; "" where there are none or they are not wanted. */
  readonly thoughts: string;
  readonly sources: readonly ReadableSource[];
  /** Sentences that the sources do not carry, or not wholly. */
  readonly findings: readonly string[];
  /** Why it ended early; "" where it did not. */
  readonly ending: string;
}

export interface ReadableSource {
  readonly number: number;
  /** Document, page, section. */
  readonly place: string;
  readonly text: string;
}

export function readableChat(
  chat: SavedChat,
  messages: readonly SavedMessage[],
  options: { withThoughts: boolean },
): ReadableChat {
  const path = shownPath(chat, messages);
  const versions = versionsOf(messages);
  const models = [...new Set(path.flatMap(({ generation }) => generation?.modelName ?? []))];
  return {
    title: chat.title === "" ? words("export.untitled") : chat.title,
    facts: [dateText(chat.createdAt), ...(models.length === 0 ? [] : [models.join(", ")])],
    instructions: chat.systemPrompt.trim(),
    turns:
      chat.mode === "text"
        ? continued(path)
        : path.map((message) => readableTurn(message, versions.get(message.parentId) ?? [message.id], options)),
  };
}

/** Down from the first message that is shown; the newest child where no way on is kept. */
export function shownPath(chat: SavedChat, messages: readonly SavedMessage[]): SavedMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: SavedMessage[] = [];
  let next = chat.shownRootId;
  while (next !== null) {
    const message = byId.get(next);
    if (message === undefined) break;
    byId.delete(next);
    path.push(message);
    next = message.shownChildId;
  }
  return path;
}

function continued(path: readonly SavedMessage[]): ReadableTurn[] {
  const text = path.map((message) => message.text).join("");
  const nothing = { who: "", about: "", thoughts: "", sources: [], findings: [], ending: "" };
  return text === "" ? [] : [{ ...nothing, text }];
}

/** Ids of the messages with the same parent, in their order. */
function versionsOf(messages: readonly SavedMessage[]): Map<string | null, string[]> {
  const versions = new Map<string | null, string[]>();
  for (const { id, parentId } of messages) {
    const siblings = versions.get(parentId);
    if (siblings === undefined) versions.set(parentId, [id]);
    else siblings.push(id);
  }
  return versions;
}

function readableTurn(
  message: SavedMessage,
  siblings: readonly string[],
  { withThoughts }: { withThoughts: boolean },
): ReadableTurn {
  const { role, generation, createdAt, thoughts, grounding, status } = message;
  const adapters = generation?.adapters.map(({ name, scale }) => `${name} ${String(scale)}`) ?? [];
  const number = String(siblings.indexOf(message.id) + 1);
  const versions = siblings.length > 1 ? [words("export.version", { number, of: String(siblings.length) })] : [];
  return {
    who: role === "user" ? words("export.you") : (generation?.modelName ?? words("export.model")),
    about: [dateTimeText(createdAt), ...adapters, ...versions].join(" · "),
    text: message.text.trim(),
    thoughts: withThoughts ? (thoughts?.text.trim() ?? "") : "",
    sources: (grounding?.passages ?? []).map(({ number, documentName, parts, section, text }) => ({
      number,
      place: [documentName, ...pageOf(parts), section].filter((piece) => piece !== "").join(", "),
      text: text.trim(),
    })),
    findings: (grounding?.sentences ?? []).flatMap(({ start, end, support }) => {
      if (support === null || support.verdict === "supported") return [];
      const sentence = message.text.slice(start, end).trim();
      return [words(support.verdict === "partly" ? "export.partly" : "export.notFound", { sentence })];
    }),
    ending: status === "complete" || role === "user" ? "" : words("export.unfinished"),
  };
}

function pageOf(parts: readonly { page: number }[]): string[] {
  const page = parts[0]?.page;
  return page === undefined ? [] : [words("export.page", { page: String(page) })];
}

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const DATE_TIME = new Intl.DateTimeFormat("en-GB", {
  ...{ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
});

export function dateText(time: number): string {
  return DATE.format(time);
}

function dateTimeText(time: number): string {
  return DATE_TIME.format(time);
}
