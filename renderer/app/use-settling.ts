import { useEffect, useRef, useState } from "react";

/** A slider is saved when it has stood still for so long. */
const settleMs = 350;

/**
 * A value that is changed many times a second here and saved once it stands still. What comes from elsewhere (another window) is
 * taken while nothing of our own waits to be saved.
 */
export function useSettling<V>(value: V, save: (value: V) => void): [V, (value: V) => void] {
  const [local, setLocal] = useState<{ value: V } | null>(null);
  const saving = useRef(save);
  useEffect(() => {
    saving.current = save;
  });
  useEffect(() => {
    if (local === null) return;
    const timer = setTimeout(() => {
      saving.current(local.value);
      setLocal(null);
    }, settleMs);
    return () => {
      clearTimeout(timer);
    };
  }, [local]);
  return [local === null ? value : local.value, (next) => setLocal({ value: next })];
}
