import { fileURLToPath } from "node:url";
import type { Host, Sealing } from "#main/host.ts";
import type { Job } from "#main/jobs/contract.ts";
import { createLog } from "#main/lib/log.ts";
import { createSettings, type SettingsService } from "#main/settings/service.ts";
import { openModels, type OpenModels } from "../../testing/open-models.ts";
import type { HubState } from "../contract.ts";
import { createHub, type HubService } from "../service.ts";
import { HURRIED } from "./bring.ts";

/** The hub's part of the Models room over real models, a real store and threads; only the hub itself is ours. */
export interface OpenHub extends AsyncDisposable {
  readonly hub: HubService;
  readonly settings: SettingsService;
  readonly room: OpenModels;
  state(): Promise<HubState>;
  /** The job as it ended. */
  ended(jobId: string): Promise<Job>;
}

export const RESOURCES = fileURLToPath(new URL("../../../../resources", import.meta.url));

export async function openHub(folder: string, address: string, sealing: Sealing | null = null): Promise<OpenHub> {
  const room = await openModels(folder);
  const { store, jobs, network, models, machine, dataDir } = room;
  const never = () => Promise.reject(new Error("not in this test"));
  const host: Host = {
    ...{ kind: "headless", canPickFiles: false, canReveal: false, sealing },
    ...{ pick: never, pickDocuments: never, reveal: never, moveToBin: never, notify: () => undefined },
  };
  const settings = createSettings({ store, host, dataDir, version: "1" });
  settings.set({ hubAddress: address });
  const { library, cards, inspector, onChanged } = models;
  const hub = createHub({
    ...{ store, jobs, network, settings, host, library, cards, inspector, onChanged, dataDir },
    log: createLog({ level: "silent" }),
    readMachine: () => Promise.resolve(machine),
    machineSpeed: () => models.fit.machineSpeed(),
    resourcesDir: RESOURCES,
    timing: HURRIED,
  });
  return {
    hub,
    settings,
    room,
    async state() {
      for await (const state of hub.watch()) return state;
      throw new Error("the hub told nothing");
    },
    async ended(jobId) {
      for (;;) {
        const job = room.jobs.list().find(({ id }) => id === jobId);
        if (job === undefined) throw new Error("the job is gone");
        if (job.endedAt !== null || job.state === "paused") return job;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async [Symbol.asyncDispose]() {
      hub[Symbol.dispose]();
      await room[Symbol.asyncDispose]();
    },
  };
}
