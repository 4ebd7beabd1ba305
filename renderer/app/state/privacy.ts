import type { PrivacyStatus } from "#main/privacy/contract.ts";
import { createSharedWatch } from "#renderer/rpc/shared-watch.ts";

const watch = createSharedWatch<PrivacyStatus, PrivacyStatus>(
  (c, signal) => c.privacy.watch(undefined, { signal }),
  (_old, status) => status,
);

/** Part of what left and did not leave this computer; null before the first answer. */
export const usePrivacy = watch.use;
