import { availableParallelism, cpus } from "node:os";
import { startEngine } from "#main/engine/start.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import type { ChildHost } from "#main/process/child-host.ts";
import type { Store } from "#main/store/open.ts";
import type { EngineState } from "../contract.ts";
import type { ModelFacts } from "../facts.ts";
import type { ModelRecord } from "../store.ts";
import type { Estimate, LoadOptions, Machine } from "./contract.ts";
import { fitDetailsOf, fitOf, freeMemoryOf } from "./fit.ts";
import { errorSoFar, estimateSpeed, type MachineSpeed } from "./machine-speed.ts";
import { measureMachine } from "./measure-machine.ts";
import { nearestSetting } from "./nearest-setting.ts";
import { inRoom, roomFor } from "./room.ts";
import { createFitStore } from "./store.ts";

export interface FitService {
  estimate(modelId: string, loadOptions: LoadOptions): Promise<Estimate>;
  measureMachine(): { jobId: string };
  /** What was measured of this computer's processor; null before it was. */
  machineSpeed(): MachineSpeed | null;
  /** Of a model that has not run here; null where nothing is known. */
  speedOf(record: ModelRecord): number | null;
}

export interface FitServiceOptions {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly childHost: ChildHost;
  readonly library: { get(modelId: string): ModelRecord; listed(): ModelRecord[] };
  readonly engines: { states(): EngineState[] };
  readonly machine: () => Promise<Machine>;
  /** Of the adapters that new chats with this model begin with. */
  readonly adapterBytes?: (modelId: string) => number;
  /** The model that guesses ahead for this one in new chats, as its usual preset has it; null: none. */
  readonly draftModelId?: (modelId: string) => string | null;
  /** Estimated speeds of models have changed. */
  readonly onMeasured: () => void;
  /** For tests. */
  readonly measure?: typeof measureMachine;
}

export function createFitService(options: FitServiceOptions): FitService {
  const { store, jobs, childHost, library, engines, machine, onMeasured } = options;
  const { measure = measureMachine, adapterBytes = () => 0, draftModelId = () => null } = options;
  const saved = createFitStore(store, cpus()[0]?.model ?? "");
  let speed = saved.speed();
  let measuringJobId: string | null = null;

  jobs.register<Record<string, never>, never>({
    kind: "measure-machine",
    canPause: false,
    afterRestart: "resume",
    atOnce: 1,
    async run({ signal, progress }) {
      progress(0);
      const measured = await measure({
        childHost,
        start: startEngine,
        cores: availableParallelism(),
        signal,
        onProgress: progress,
      });
      speed = { ...measured, measuredAt: Date.now() };
      saved.saveSpeed(speed);
      onMeasured();
    },
  });

  function speedOf(record: ModelRecord): number | null {
    return speed === null ? null : estimateSpeed(record.facts, speed);
  }

  function speedError(): number | null {
    const seen = library.listed().flatMap((record) => {
      const estimated = speedOf(record);
      const measured = record.tokensPerSecond;
      return estimated === null || measured === null ? [] : [{ estimated, measured }];
    });
    return errorSoFar(seen);
  }

  function draftOf(modelId: string): ModelFacts | null {
    const draftId = draftModelId(modelId);
    return library.listed().find(({ id }) => id === draftId)?.facts ?? null;
  }

  return {
    machineSpeed: () => speed,
    speedOf,

    async estimate(modelId, loadOptions) {
      const record = library.get(modelId);
      const free = freeMemoryOf(await machine());
      const beside = { adapterBytes: adapterBytes(modelId), draft: draftOf(modelId) };
      const room = inRoom(
        roomFor(modelId, free, engines.states()),
        (memory) => fitDetailsOf(record.facts, loadOptions, memory, beside),
        (details) => details?.fit.state === "too-large",
      );
      const details = room.fit;
      const isOnCard = (details?.devices.gpuLayers ?? 0) > 0;
      const estimated = isOnCard ? null : speedOf(record);
      const tokensPerSecond = record.tokensPerSecond ?? estimated;
      return {
        fit: details?.fit ?? fitOf(record.facts, record.sizeBytes, loadOptions, room.free),
        need: details === null ? null : partsOf(details.need),
        devices: details?.devices ?? null,
        putAway: room.putAway.map((id) => library.get(id).name),
        nearest: nearestSetting(record.facts, loadOptions, room.free, beside),
        speed: tokensPerSecond === null ? null : { tokensPerSecond, isMeasured: record.tokensPerSecond !== null },
        speedError: speedError(),
        isMachineMeasured: speed !== null,
      };
    },

    measureMachine() {
      if (measuringJobId !== null) return { jobId: measuringJobId };
      const { jobId, done } = jobs.start("measure-machine", "", {});
      measuringJobId = jobId;
      void done.then(() => (measuringJobId = null));
      return { jobId };
    },
  };
}

function partsOf(need: NonNullable<ReturnType<typeof fitDetailsOf>>["need"]): Estimate["need"] {
  const { layoutBytes, kvCacheBytes, computeBytes, adapterBytes, draftBytes, programBytes } = need;
  const weightsBytes = need.weightsBytes + layoutBytes;
  return { weightsBytes, kvCacheBytes, computeBytes, adapterBytes, draftBytes, programBytes };
}
