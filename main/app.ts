import type { Host } from "./host.ts";
import type { Log } from "./lib/log.ts";
import type { ChildHost } from "./process/child-host.ts";
import { createRouter, type Router } from "./rpc/router.ts";

export interface AppOptions {
  /** Everything that Cloister keeps; see lib/paths.ts. */
  dataDir: string;
  /** Migrations, prompts, texts: as shipped. */
  resourcesDir: string;
  /** Where the sample model is put and looked for. */
  sampleDir: string;
  childHost: ChildHost;
  host: Host;
  version: string;
  log: Log;
}

export interface App {
  readonly router: Router;
  /** Ends children, saves, closes the database; a second call waits for the first. */
  dispose(): Promise<void>;
}

/** The composition root: the only place that builds services and knows who needs whom. */
export function createApp(_options: AppOptions): Promise<App> {
  const router = createRouter({});
  return Promise.resolve({ router, dispose: () => Promise.resolve() });
}
