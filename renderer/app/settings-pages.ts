import type { TextKey } from "./texts.ts";

/** The pages of Settings, in their order. */
export const settingsPages = [
  { id: "general", path: "/settings/general", label: "settings.general" },
  { id: "reading", path: "/settings/reading", label: "settings.reading" },
  { id: "conversations", path: "/settings/conversations", label: "exchange.title" },
  { id: "documents", path: "/settings/documents", label: "embedding.page" },
  { id: "models", path: "/settings/models", label: "settings.models" },
  { id: "privacy", path: "/settings/privacy", label: "settings.privacy" },
  { id: "keys", path: "/settings/keys", label: "settings.keys" },
  { id: "about", path: "/settings/about", label: "settings.about" },
] as const satisfies readonly { id: string; path: string; label: TextKey }[];

export type SettingsPageId = (typeof settingsPages)[number]["id"];
