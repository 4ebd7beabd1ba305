import { create } from "zustand";

export interface Notice {
  id: number;
  text: string;
  at: number;
  /** Offered as Undo while the toast is shown, and by Ctrl Z until the next toast. */
  undo: (() => void) | null;
}

interface Toasts {
  /** The one that is shown, or null. */
  shown: Notice | null;
  /** All of this session, newest first: nothing that was said is lost. */
  notices: readonly Notice[];
  unseen: number;
}

const KEPT = 100;
let lastId = 0;

export const useToasts = create<Toasts>(() => ({ shown: null, notices: [], unseen: 0 }));

/** Says what was done, and offers to undo it. Errors are no toasts: they stand where the work was. */
export function toast(text: string, options: { undo?: () => void } = {}): void {
  lastId += 1;
  const notice: Notice = { id: lastId, text, at: Date.now(), undo: options.undo ?? null };
  useToasts.setState((state) => ({
    shown: notice,
    notices: [notice, ...state.notices].slice(0, KEPT),
    unseen: state.unseen + 1,
  }));
}

export function closeToast(): void {
  useToasts.setState({ shown: null });
}

export function noticesSeen(): void {
  useToasts.setState({ unseen: 0 });
}

/** Undoes the newest notice that can still be undone; false when there is none. */
export function undoLast(): boolean {
  const { notices } = useToasts.getState();
  const last = notices.find((notice) => notice.undo !== null);
  if (last?.undo === null || last === undefined) return false;
  last.undo();
  useToasts.setState((state) => ({
    shown: state.shown?.id === last.id ? null : state.shown,
    notices: state.notices.map((notice) => (notice.id === last.id ? { ...notice, undo: null } : notice)),
  }));
  return true;
}
