import { createORPCClient, DynamicLink } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "#main/rpc/contract.ts";
import { keepConnected } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { wireOfThisPage } from "./wire.ts";

/** Everything that a page can ask of the app process, typed by the contract. */
export type Client = ContractRouterClient<Contract>;

let connection: Connection | null = null;

/** The page's one connection, opened at the first call. */
export function theConnection(): Connection {
  connection ??= keepConnected(wireOfThisPage());
  return connection;
}

/** Calls wait for a lost connection to come back, 15 s at most; see fault.ts for what they throw. */
export const client: Client = createORPCClient<Client>(
  new DynamicLink(async () => (await theConnection().wire()).link),
);

/** Resolves when the app process has answered for the first time. */
export async function connect(): Promise<Client> {
  await theConnection().ready(new AbortController().signal);
  return client;
}

export function useClient(): Client {
  return client;
}
