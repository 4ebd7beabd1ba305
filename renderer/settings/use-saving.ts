import { useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Settings } from "#main/settings/contract.ts";
import { saveSettings } from "#renderer/app/state/settings.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

/** Saves at once, and keeps what went wrong for the page to show. */
export function useSaving(): { save: (change: Partial<Settings>) => void; problem: ErrorShape | null } {
  const [problem, setProblem] = useState<ErrorShape | null>(null);
  const save = (change: Partial<Settings>) => {
    saveSettings(change).then(
      () => setProblem(null),
      (error: unknown) => setProblem(toErrorShape(error)),
    );
  };
  return { save, problem };
}
