import menu from "../../resources/texts/en/menu.json" with { type: "json" };

export type WordKey = keyof typeof menu;

/** Words that the app process itself shows (menus, dialogs, the door of headless mode), with values for `{name}` in them. */
export function words(key: WordKey, values: Readonly<Record<string, string>> = {}): string {
  return menu[key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
