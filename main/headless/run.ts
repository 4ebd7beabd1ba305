import { gigabytes } from "#main/lib/gigabytes.ts";
import { words } from "#main/lib/words.ts";
import { type AppOptions, createApp } from "#main/app.ts";
import type { HeadlessArgs } from "./args.ts";
import { openBrowser } from "./browser.ts";
import { createHeadlessHost } from "./host.ts";
import { createRpcServer } from "#main/rpc/serve.ts";
import { type HeadlessServerOptions, startHeadlessServer } from "./server.ts";

export interface HeadlessOptions extends Omit<AppOptions, "host" | "dataDir" | "onSlowStart"> {
  args: HeadlessArgs;
  pages: HeadlessServerOptions["pages"];
  fixedSession?: string;
  /** Receives what a person at the terminal reads. */
  say: (line: string) => void;
}

export interface Headless {
  newAddress(): string;
  /** Ends children, saves and closes. */
  dispose(): Promise<void>;
}

/** A whole Cloister for a browser of this computer. */
export async function runHeadless(options: HeadlessOptions): Promise<Headless> {
  const { args, pages, say, log } = options;
  const app = await createApp({
    ...options,
    dataDir: args.dataDir,
    host: createHeadlessHost(),
    onSlowStart: (bytes) => say(words("start.slow", { size: gigabytes(bytes) })),
  });
  try {
    const server = await startHeadlessServer({
      port: args.port,
      rpc: createRpcServer({ router: app.router, log }),
      pages,
      ...(options.fixedSession === undefined ? {} : { fixedSession: options.fixedSession }),
    });
    const address = server.newAddress();
    say(`Cloister is at ${address}`);
    if (args.openBrowser && !(await openBrowser(address))) say("No browser could be opened: open this address in one.");
    return {
      newAddress: () => server.newAddress(),
      async dispose() {
        await server.close();
        await app.dispose();
      },
    };
  } catch (error) {
    await app.dispose();
    throw error;
  }
}
