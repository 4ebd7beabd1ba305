import type { Store } from "#main/store/open.ts";
import { settings, type Settings } from "./contract.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";

/** Only what is named changes. */
export type SettingsChanges = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsStore {
  /** Every setting; the default where none is stored or what is stored is not valid (another version, a damaged row). */
  read(): Settings;
  /** All of these or none. */
  write(changes: SettingsChanges): void;
}

export function createSettingsStore(store: Store): SettingsStore {
  const all = store.db.prepare<[], { key: string; value: string }>("SELECT key, value FROM settings");
  const put = store.db.prepare<[string, string]>(
    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  return {
    read: () => all.all().reduce(withRow, DEFAULT_SETTINGS),
    write(changes) {
      store.write(() => {
        for (const [key, value] of Object.entries(changes))
          if (value !== undefined) put.run(key, JSON.stringify(value));
      });
    },
  };
}

function withRow(found: Settings, { key, value }: { key: string; value: string }): Settings {
  const parsed = settings.partial().safeParse({ [key]: fromJson(value) });
  return parsed.success ? { ...found, ...(parsed.data as Partial<Settings>) } : found;
}

/** `undefined` is valid for a setting that may be left out, so what cannot be read must be something else. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return Symbol.for("unreadable");
  }
}
