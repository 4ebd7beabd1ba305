import { createChannel } from "#main/lib/channel.ts";
import type { Log } from "#main/lib/log.ts";
import type { EngineState, Fit, Folder, LoadOptions, Machine, Model, ModelsEvent, ModelsView } from "./contract.ts";
import type { Library } from "./library/library.ts";
import { type Beside, fitNow, modelOf } from "./model-view.ts";
import type { ModelRecord } from "./store.ts";
import { whileWatched } from "./watch-count.ts";

/** What pages see of models, engines and memory: a snapshot, then what has changed. */
export interface ModelsFeed {
  view(): Promise<ModelsView>;
  watch(signal?: AbortSignal): AsyncGenerator<ModelsEvent, void>;
  publish(event: ModelsEvent): void;
  /** Pages hear of the model soon, together with others: a scan notes hundreds. */
  changed(modelId: string): void;
  foldersChanged(): void;
  /** With a fit of this moment. */
  shown(record: ModelRecord): Promise<Model>;
  freshMachine(): Promise<Machine>;
  stop(): void;
}

export interface ModelsFeedOptions {
  readonly library: Pick<Library, "listed">;
  readonly engines: { states(): EngineState[]; refresh(): Promise<void> };
  readonly readMachine: (engineBytes: number) => Promise<Machine>;
  readonly folders: () => Folder[];
  readonly beside: (record: ModelRecord) => Beside;
  readonly rest: () => Pick<ModelsView, "scanning" | "sample">;
  readonly log: Log;
}

/** Pages are told of many changes at once. */
const SHOWN_AFTER_MS = 100;
/** While somebody looks: how often memory and engines are asked. */
const POLL_MS = 2_000;

export function createModelsFeed(options: ModelsFeedOptions): ModelsFeed {
  const { library, engines, readMachine, folders, beside, rest, log } = options;
  const channel = createChannel<ModelsEvent>();
  const changedIds = new Set<string>();
  /** As pages know them. */
  const fitStates = new Map<string, Fit["state"]>();
  let machine: Machine | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function freshMachine(): Promise<Machine> {
    const engineBytes = engines.states().reduce((sum, engine) => sum + engine.memoryBytes, 0);
    return (machine = await readMachine(engineBytes));
  }

  function fitOf(record: ModelRecord, loadOptions: LoadOptions): Fit {
    return fitNow(record, loadOptions, machine, engines.states());
  }

  function toModel(record: ModelRecord): Model {
    const fit = fitOf(record, record.loadOptions);
    fitStates.set(record.id, fit.state);
    return modelOf(record, beside(record), fit);
  }

  function showSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      show();
    }, SHOWN_AFTER_MS);
  }

  function show(): void {
    // Of projectors (there are few) it is told which model they belong to, and that changes with others.
    const records = library.listed().filter(({ id, facts }) => changedIds.has(id) || facts.kind === "projector");
    const listedIds = new Set(records.map(({ id }) => id));
    const gone = [...changedIds].filter((id) => !listedIds.has(id));
    changedIds.clear();
    for (const id of gone) fitStates.delete(id);
    channel.publish({ type: "models", models: records.map(toModel), gone });
  }

  /** Free memory changes with every other program, and with it what fits. */
  async function look(): Promise<void> {
    await engines.refresh();
    channel.publish({ type: "engines", engines: engines.states() });
    channel.publish({ type: "machine", machine: await freshMachine() });
    for (const record of library.listed()) {
      if (fitOf(record, record.loadOptions).state !== fitStates.get(record.id)) changedIds.add(record.id);
    }
    if (changedIds.size > 0) show();
  }

  async function view(): Promise<ModelsView> {
    const now = await freshMachine();
    return {
      models: library.listed().map(toModel),
      folders: folders(),
      engines: engines.states(),
      machine: now,
      ...rest(),
    };
  }

  const watched = whileWatched(POLL_MS, () => {
    look().catch((error: unknown) => log.warn({ err: error }, "Memory could not be read"));
  });

  return {
    view,

    async *watch(signal) {
      const live = channel.subscribe(signal);
      watched.enter();
      try {
        yield { type: "snapshot", view: await view() };
        yield* live;
      } finally {
        watched.leave();
        void live.return?.();
      }
    },

    publish: (event) => channel.publish(event),

    changed(modelId) {
      changedIds.add(modelId);
      showSoon();
    },

    foldersChanged: () => channel.publish({ type: "folders", folders: folders() }),

    async shown(record) {
      if (machine === null) await freshMachine();
      return toModel(record);
    },

    freshMachine,

    stop() {
      watched.stop();
      clearTimeout(timer);
      channel.close();
    },
  };
}
