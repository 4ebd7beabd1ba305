import type { Gate } from "#main/privacy/request.ts";
import type { Allowance } from "#main/privacy/service.ts";

/** Connections under one permission of the user's, each counted and listed. */
export function gateOf(allowance: Allowance): Gate {
  return {
    open(host) {
      try {
        const outbound = allowance.open(host);
        return Promise.resolve({
          sent: (bytes) => outbound.countSent(bytes),
          received: (bytes) => outbound.countReceived(bytes),
          close: () => outbound.close(),
        });
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}
