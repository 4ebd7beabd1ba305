import { statfs, stat } from "node:fs/promises";
import type { Host } from "#main/host.ts";
import type { JobsService } from "#main/jobs/service.ts";
import type { Jobs } from "#main/jobs/worker.ts";
import { createChannel } from "#main/lib/channel.ts";
import type { Log } from "#main/lib/log.ts";
import { dataPaths } from "#main/lib/paths.ts";
import { createRequests } from "#main/privacy/request.ts";
import type { Network } from "#main/privacy/service.ts";
import type { SettingsService } from "#main/settings/service.ts";
import type { Store } from "#main/store/open.ts";
import type { Machine } from "../fit/contract.ts";
import type { MachineSpeed } from "../fit/machine-speed.ts";
import { stampOf } from "../library/file-stamp.ts";
import type { Inspector } from "../library/inspector.ts";
import type { Library } from "../library/library.ts";
import type { Cards } from "../library/store.ts";
import { parseAddress } from "./address.ts";
import { createBrowsing } from "./browsing.ts";
import { findShortName, readCatalogue } from "./catalogue.ts";
import { choicesOf } from "./choices.ts";
import type { FoundRepository, HubState, RepositoryView, Target } from "./contract.ts";
import { createDownloadJob } from "./download-job.ts";
import type { Timing } from "./download/timing.ts";
import { createHubClient } from "./hub-client.ts";
import type { HubAccess } from "./hub-request.ts";
import { cataloguesView, choicesView, broughtFrom } from "./hub-views.ts";
import { planDownload, type DownloadPlan } from "./plan.ts";
import { createHubStore } from "./store.ts";
import { createTokenKeeper } from "./token.ts";

export interface HubService {
  watch(signal?: AbortSignal): AsyncGenerator<HubState, void>;
  allow(): void;
  disallow(): void;
  understand(text: string): Target | null;
  search(text: string): Promise<FoundRepository[]>;
  repository(name: string): Promise<RepositoryView>;
  terms(name: string): Promise<string | null>;
  download(wanted: DownloadRequest): { jobId: string };
  retry(jobId: string): { jobId: string };
  discard(jobId: string): void;
  setToken(token: string | null): void;
}

export interface DownloadRequest {
  name: string;
  repository: string;
  file: string | null;
  quantisation: string | null;
  networkAllowed: boolean;
  acceptedLicence: string | null;
}

export interface HubOptions {
  readonly store: Store;
  readonly jobs: Jobs & Pick<JobsService, "dismiss" | "list" | "resume">;
  readonly network: Network;
  readonly settings: Pick<SettingsService, "get" | "subscribe">;
  readonly host: Pick<Host, "sealing">;
  readonly library: Library;
  readonly cards: Cards;
  readonly inspector: Inspector;
  readonly onChanged: (tell: (modelId: string) => void) => Disposable;
  readonly readMachine: () => Promise<Machine>;
  /** What was measured of it; null before it was. */
  readonly machineSpeed: () => MachineSpeed | null;
  readonly dataDir: string;
  readonly resourcesDir: string;
  readonly log: Log;
  /** For tests. */
  readonly timing?: Timing;
}

/** Registers the worker of downloads: to be made before `jobs.begin()`. */
export function createHub(options: HubOptions): HubService & Disposable {
  const { store, jobs, network, settings, library, cards, inspector, log } = options;
  const saved = createHubStore(store);
  const tokens = createTokenKeeper(options.host, saved);
  const catalogue = readCatalogue(options.resourcesDir);
  const channel = createChannel<true>();
  const defaultFolder = dataPaths(options.dataDir).models;
  const address = (): string => settings.get().hubAddress.replace(/\/+$/, "");
  const access = (): HubAccess => ({ address: address(), host: hostOf(address()), token: tokens.read() });
  const browsing = createBrowsing({
    network,
    host: () => hostOf(address()),
    isAlways: () => settings.get().hubWithoutAsking,
    onChange: () => channel.publish(true),
  });
  const stopped = new AbortController();

  const downloads = createDownloadJob({
    jobs,
    saved,
    network,
    host: hostOf,
    defaultFolder,
    token: () => tokens.read(),
    bytesPerSecond: () => settings.get().downloadBytesPerSecond,
    ...(options.timing === undefined ? {} : { timing: options.timing }),
    async plan(wanted, gate) {
      const requests = createRequests(gate);
      try {
        const at = { address: wanted.address, host: hostOf(wanted.address), token: tokens.read() };
        const found = await createHubClient(at, () => requests).repository(wanted.repository);
        const plan = planDownload(wanted, found, saved.acceptedLicence(found.repository));
        const terms = found.licence.id ?? found.licence.name;
        if (!found.licence.isOpen) saved.accept(found.repository, terms);
        return plan;
      } finally {
        requests.close();
      }
    },
    onBrought: noteBrought,
  });

  async function noteBrought({ repository, url, files }: DownloadPlan): Promise<void> {
    const [first] = files;
    if (first === undefined) return;
    const record = library.note(first.path, "cloister", await inspector.inspect(first.path));
    const stamp = await stampOf(first.path);
    cards.change(record.id, {
      origin: { repository, url },
      ...(stamp !== null && {
        checksum: {
          sizeBytes: stamp.sizeBytes,
          modifiedMs: stamp.modifiedMs,
          sha256: files.map(({ sha256 }) => sha256),
          matches: true,
          checkedAt: Date.now(),
        },
      }),
    });
    channel.publish(true);
  }

  async function state(): Promise<HubState> {
    const machine = await options.readMachine();
    const brought = broughtFrom(library, cards);
    const { downloadFolder } = settings.get();
    const folder = downloadFolder ?? defaultFolder;
    return {
      address: address(),
      host: hostOf(address()),
      isOnline: browsing.isOn,
      token: tokens.read() === null ? "none" : tokens.keptIn,
      keepsToken: tokens.keptIn,
      folder,
      defaultFolder,
      freeBytes: await freeBytesOf(folder, options.dataDir),
      catalogue: cataloguesView(catalogue, machine, options.machineSpeed(), brought),
      brought,
    };
  }

  async function followSettings(): Promise<void> {
    let known = settings.get();
    for await (const now of settings.subscribe(stopped.signal)) {
      if (now.downloadBytesPerSecond !== known.downloadBytesPerSecond) downloads.limit(now.downloadBytesPerSecond);
      // Permission was for the other one.
      if (now.hubAddress !== known.hubAddress) browsing.disallow();
      known = now;
      channel.publish(true);
    }
  }
  followSettings().catch((error: unknown) => log.error({ err: error }, "Settings of the hub are no longer followed"));
  const changes = options.onChanged(() => channel.publish(true));

  return {
    async *watch(signal) {
      const live = channel.subscribe(signal);
      try {
        yield await state();
        while (!(await live.next()).done) yield await state();
      } finally {
        void live.return?.();
      }
    },
    allow: () => browsing.allow(),
    disallow: () => browsing.disallow(),
    understand(text) {
      const short = findShortName(catalogue, text);
      if (short !== undefined) {
        const { repository, quantisation, id } = short;
        return { repository, quantisation, file: null, catalogueId: id };
      }
      const parsed = parseAddress(text, hostOf(address()));
      return parsed === null ? null : { ...parsed, catalogueId: null };
    },
    search: (text) => createHubClient(access(), () => browsing.requests()).search(text),
    async repository(name) {
      const found = await createHubClient(access(), () => browsing.requests()).repository(name);
      const { repository, revision, gated, licence, downloads: count, likes } = found;
      const machine = await options.readMachine();
      return {
        ...{ repository, revision, gated, licence, likes, downloads: count, url: `${address()}/${repository}` },
        isAccepted: licence.isOpen || saved.acceptedLicence(repository) === (licence.id ?? licence.name),
        choices: choicesView(choicesOf(found.files), machine),
      };
    },
    async terms(name) {
      const client = createHubClient(access(), () => browsing.requests());
      for (const file of ["LICENSE", "LICENSE.txt", "LICENSE.md"]) {
        const text = await client.text(name, "main", file);
        if (text !== null) return text;
      }
      return null;
    },
    download({ networkAllowed, ...wanted }) {
      if (!networkAllowed && !settings.get().hubWithoutAsking) {
        // Listed, and thrown.
        network.open({ host: hostOf(address()), purpose: `Download of ${wanted.name}` }).close();
      }
      return downloads.start({ ...wanted, address: address(), folder: settings.get().downloadFolder ?? defaultFolder });
    },
    retry: (jobId) => downloads.retry(jobId),
    discard: (jobId) => downloads.discard(jobId),
    setToken(token) {
      tokens.write(token);
      channel.publish(true);
    },
    [Symbol.dispose]() {
      stopped.abort();
      changes[Symbol.dispose]();
      browsing[Symbol.dispose]();
      channel.close();
    },
  };
}

function hostOf(address: string): string {
  return new URL(address).host;
}

async function freeBytesOf(folder: string, dataDir: string): Promise<number | null> {
  // The folder of models is made with the first of them.
  const there = (await stat(folder).catch(() => null)) === null ? dataDir : folder;
  const disk = await statfs(there).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}
