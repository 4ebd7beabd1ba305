import { useEffect, useEffectEvent, useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { theConnection } from "./client.ts";
import { toErrorShape } from "./fault.ts";
import { follow } from "./follow.ts";
import type { OpenStream } from "./follow.ts";

export interface Watched<State> {
  state: State;
  /** The app process refused: what is watched is not there. */
  error: ErrorShape | null;
}

/**
 * What a stream's events add up to, while the component is shown; subscribes again after a reconnect. `key` names what is
 * watched (a chat's id): another key begins again from `initial`.
 */
export function useWatch<State, Event>(
  key: string,
  open: OpenStream<Event>,
  reduce: (state: State, event: Event) => State,
  initial: State,
): Watched<State> {
  const [held, setHeld] = useState<Watched<State> & { key: string }>({ key, state: initial, error: null });
  const openNow = useEffectEvent(open);
  const onEvent = useEffectEvent((event: Event) =>
    setHeld((old) => ({ key, state: reduce(old.key === key ? old.state : initial, event), error: null })),
  );
  const onRefused = useEffectEvent((error: unknown) =>
    setHeld((old) => ({ key, state: old.key === key ? old.state : initial, error: toErrorShape(error) })),
  );

  useEffect(() => {
    const stop = new AbortController();
    void follow<Event>({
      open: (signal) => openNow(signal),
      onEvent: (event) => onEvent(event),
      onRefused: (error) => onRefused(error),
      ready: (signal) => theConnection().ready(signal),
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [key]);

  return held.key === key ? held : { state: initial, error: null };
}
