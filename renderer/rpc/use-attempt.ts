import { useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { toErrorShape } from "./fault.ts";

/** What a person asked for, and why it failed the last time; a later attempt that works takes the reason away. */
export function useAttempt(): { fault: ErrorShape | null; attempt: (work: Promise<unknown>) => void } {
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const attempt = (work: Promise<unknown>) => {
    work.then(
      () => setFault(null),
      (error: unknown) => setFault(toErrorShape(error)),
    );
  };
  return { fault, attempt };
}
