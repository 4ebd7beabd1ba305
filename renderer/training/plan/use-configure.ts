import { useRef, useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Training } from "#main/training/contract.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import type { Configure } from "./configure.ts";

type Change = Parameters<Configure>[0];

export interface Configuring {
  /** As the person has set it, before the app has it too. */
  readonly shown: Training;
  readonly configure: Configure;
  /** Why the last change was not taken. */
  readonly fault: ErrorShape | null;
}

/** What is chosen counts on screen at once; what is refused falls back. */
export function useConfigure(training: Training): Configuring {
  const client = useClient();
  const [asked, setAsked] = useState<Change>({});
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const count = useRef(0);
  const configure: Configure = (change) => {
    const mine = (count.current += 1);
    setAsked((before) => ({ ...before, ...change }));
    client.training
      .configure({ trainingId: training.id, ...change })
      .then(
        () => setFault(null),
        (error: unknown) => setFault(toErrorShape(error)),
      )
      .finally(() => {
        if (count.current === mine) setAsked({});
      });
  };
  return { shown: { ...training, ...asked }, configure, fault };
}
