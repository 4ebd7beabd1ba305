import { createHash } from "node:crypto";
import { createChannel } from "#main/lib/channel.ts";
import { newId } from "#main/lib/ids.ts";
import { AppError } from "#main/rpc/errors.ts";
import type { Store } from "#main/store/open.ts";
import type { ModelPresets, PresetInForce } from "../lease.ts";
import { balanced, builtInPresets } from "./built-in.ts";
import type { Measurement, Preset, PresetParts, PresetsView } from "./contract.ts";
import { createPresetsStore } from "./store.ts";

export interface PresetsService {
  /** The whole view, again after every change. */
  watch(signal?: AbortSignal): AsyncGenerator<PresetsView, void>;
  /** `id: null` makes a new one. NOT_FOUND; CONFLICT for one that is built in. */
  save(preset: { id: string | null; modelId: string | null; name: string; parts: PresetParts }): Preset;
  remove(id: string): void;
  /** NOT_FOUND; CONFLICT for a preset of another model. */
  setUsual(modelId: string, presetId: string | null): void;
  measurements(modelId: string, presetId: string | null): Measurement[];
  noteMeasurement(measurement: Measurement): void;
}

export type Presets = PresetsService & ModelPresets & { dispose(): void };

/** Measurements that are shown: more is no chart. */
const SHOWN = 100;

export function createPresets({ store }: { store: Store }): Presets {
  const saved = createPresetsStore(store);
  const channel = createChannel<PresetsView>();

  function all(): Preset[] {
    return [...builtInPresets, ...saved.all()];
  }

  function view(): PresetsView {
    return { presets: all(), usual: saved.usual(), newest: saved.newest() };
  }

  function find(id: string): Preset | null {
    return all().find((preset) => preset.id === id) ?? null;
  }

  function own(id: string): Preset {
    const preset = find(id);
    if (preset === null) throw new AppError("NOT_FOUND", "This preset is no longer there.", { what: "preset" });
    if (preset.builtIn) throw conflict("This preset is built in. Keep your own under another name.");
    return preset;
  }

  function usual(modelId: string): Preset | null {
    const presetId = saved.usual().find((one) => one.modelId === modelId)?.presetId;
    return presetId === undefined ? null : find(presetId);
  }

  function changed(): void {
    channel.publish(view());
  }

  return {
    async *watch(signal) {
      const live = channel.subscribe(signal);
      try {
        yield view();
        yield* live;
      } finally {
        void live.return?.();
      }
    },

    save({ id, modelId, name, parts }) {
      if (id !== null) own(id);
      const preset: Preset = { id: id ?? newId(), modelId, name, builtIn: false, ...parts };
      saved.save(preset);
      changed();
      return preset;
    },

    remove(id) {
      own(id);
      saved.remove(id);
      changed();
    },

    setUsual(modelId, presetId) {
      const preset = presetId === null ? null : find(presetId);
      if (presetId !== null && preset === null)
        throw new AppError("NOT_FOUND", "This preset is no longer there.", { what: "preset" });
      if (preset !== null && preset.modelId !== null && preset.modelId !== modelId)
        throw conflict("This preset belongs to another model.");
      saved.setUsual(modelId, presetId);
      changed();
    },

    measurements: (modelId, presetId) => saved.measurements(modelId, presetId, SHOWN),

    noteMeasurement(measurement) {
      saved.addMeasurement(measurement);
      changed();
    },

    // What chats and engines need of them

    find,
    usual,

    forNewChat(modelId) {
      const preset = modelId === null ? null : usual(modelId);
      const { sampling, systemPrompt = null, adapters = null } = preset ?? {};
      return { sampling: sampling ?? balanced, systemPrompt, adapters };
    },

    inForce(presetId, modelId): PresetInForce {
      const chosen = presetId === null ? null : find(presetId);
      // Of a chat whose model was changed since.
      const fitting = chosen === null || (chosen.modelId ?? modelId) === modelId ? chosen : null;
      const base = usual(modelId);
      return {
        presetId: fitting?.id ?? base?.id ?? null,
        template: fitting?.template ?? base?.template ?? null,
        load: { ...base?.load, ...fitting?.load },
        drafting: fitting?.drafting ?? base?.drafting ?? { kind: "off" },
      };
    },

    keepTemplate(text) {
      const sha256 = createHash("sha256").update(text).digest("hex");
      if (saved.template(sha256) === null) saved.keepTemplate(sha256, text);
      return sha256;
    },

    templateOf: (sha256) => saved.template(sha256),

    dispose: () => channel.close(),
  };
}

function conflict(problem: string): AppError {
  return new AppError("CONFLICT", problem, { problem });
}
