import { createElement, Fragment } from "react";
import type { ReactNode } from "react";
import { createIntl, createIntlCache } from "react-intl";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { formatBytes, formatMemory } from "#renderer/ui/units.ts";
import adapters from "../../resources/texts/en/adapters.json";
import app from "../../resources/texts/en/app.json";
import chat from "../../resources/texts/en/chat.json";
import documents from "../../resources/texts/en/documents.json";
import embedding from "../../resources/texts/en/embedding.json";
import errors from "../../resources/texts/en/errors.json";
import evaluate from "../../resources/texts/en/evaluate.json";
import exchange from "../../resources/texts/en/exchange.json";
import grounding from "../../resources/texts/en/grounding.json";
import hub from "../../resources/texts/en/hub.json";
import jobs from "../../resources/texts/en/jobs.json";
import keys from "../../resources/texts/en/keys.json";
import library from "../../resources/texts/en/library.json";
import models from "../../resources/texts/en/models.json";
import presets from "../../resources/texts/en/presets.json";
import privacy from "../../resources/texts/en/privacy.json";
import quantise from "../../resources/texts/en/quantise.json";
import reader from "../../resources/texts/en/reader.json";
import settings from "../../resources/texts/en/settings.json";
import structured from "../../resources/texts/en/structured.json";
import training from "../../resources/texts/en/training.json";
import ui from "../../resources/texts/en/ui.json";
import welcome from "../../resources/texts/en/welcome.json";

/** The one catalogue: every text of the interface, in ICU messages. A room adds its file here. */
const catalogue = {
  ...adapters,
  ...app,
  ...chat,
  ...documents,
  ...embedding,
  ...errors,
  ...evaluate,
  ...exchange,
  ...grounding,
  ...hub,
  ...jobs,
  ...keys,
  ...library,
  ...models,
  ...presets,
  ...privacy,
  ...quantise,
  ...reader,
  ...settings,
  ...structured,
  ...training,
  ...ui,
  ...welcome,
};
export type TextKey = keyof typeof catalogue;

export type TextValues = Readonly<Record<string, string | number>>;
export type RichValues = Readonly<Record<string, ReactNode | ((parts: ReactNode[]) => ReactNode)>>;

export interface Text {
  /** The text of a key with its values; `<b>` in it is left out. */
  (key: TextKey, values?: TextValues): string;
  /** The same as nodes: `<b>` is bold, and further tags are what `values` make of them. */
  rich(key: TextKey, values?: RichValues): ReactNode;
}

const intl = createIntl({ locale: "en", messages: catalogue }, createIntlCache());
/** `<b>` in a message. */
function bold(parts: ReactNode[]): ReactNode {
  return createElement("b", { key: "b" }, createElement(Fragment, null, ...parts));
}

const plain = { b: (parts: unknown[]) => parts.join("") };

const text: Text = Object.assign(
  (key: TextKey, values?: TextValues) => String(intl.formatMessage({ id: key }, { ...plain, ...values })),
  {
    rich: (key: TextKey, values?: RichValues) =>
      intl.formatMessage({ id: key }, { b: bold, ...values } as Parameters<typeof intl.formatMessage>[1]) as ReactNode,
  },
);

/** English for now; a language will come from the settings, so components take their words through this hook. */
export function useText(): Text {
  return text;
}

/** For words outside components: titles of notifications, live regions. */
export const t = text;

/** Whether a key exists: for names that come from the app process (steps of jobs). */
export function isTextKey(key: string): key is TextKey {
  return key in catalogue;
}

/** What a page may know beyond the error: another model that fits. */
const withoutMore: TextValues = { other: "none", name: "" };

/** Key and values that word an error. Sizes come as "16.4 GB", times as they are. Spread into `t` or `t.rich`. */
export function errorText(error: ErrorShape): [TextKey, TextValues] {
  const key = `error.${error.code}`;
  // Memory is counted as systems count it, files and disks as they are sold.
  const size = error.code === "NOT_ENOUGH_MEMORY" ? formatMemory : formatBytes;
  const values = Object.entries(error.data).map(([name, value]) => {
    const isBytes = name.endsWith("Bytes") && typeof value === "number";
    return [name, isBytes ? size(value) : value] as const;
  });
  if (!isTextKey(key)) return ["error.unknown", { message: error.message }];
  return [key, { ...withoutMore, ...(Object.fromEntries(values) as TextValues) }];
}
