import { newId } from "#main/lib/ids.ts";
import type { Preset, Sampling } from "./contract.ts";
import { builtInPresets } from "./presets.ts";
import { conflict, missing } from "./requests.ts";
import type { ChatStore } from "./store.ts";

export interface Presets {
  /** The built-in ones, then the user's by name. */
  presets(): Preset[];
  /** `id: null` makes a new one. NOT_FOUND; CONFLICT for one that is built in. */
  savePreset(preset: { id: string | null; name: string; sampling: Sampling }): Preset;
  removePreset(id: string): void;
}

export function createPresets({ presets, write }: ChatStore): Presets {
  function checkOwn(id: string): void {
    if (builtInPresets.some((preset) => preset.id === id))
      throw conflict("This preset is built in. Keep your own under another name.");
    if (!presets.has(id)) throw missing("preset");
  }

  return {
    presets: () => [...builtInPresets, ...presets.all()],
    savePreset({ id, name, sampling }) {
      if (id !== null) checkOwn(id);
      const preset: Preset = { id: id ?? newId(), name, builtIn: false, sampling };
      write(() => presets.save(preset));
      return preset;
    },
    removePreset(id) {
      checkOwn(id);
      write(() => presets.remove(id));
    },
  };
}
