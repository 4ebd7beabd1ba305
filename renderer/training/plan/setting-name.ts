import type { TextKey } from "#renderer/app/texts.ts";

/** Settings that have a name and a sentence of what they do. */
export type SettingName = TextKey extends infer Key
  ? Key extends `training.set.${infer Name}.help`
    ? Name
    : never
  : never;
