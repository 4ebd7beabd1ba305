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

/** Undoes the newest notice that can still be undone, if there is one. */
export function undoLast(): void {
  const last = useToasts.getState().notices.find((notice) => notice.undo !== null);
  if (last !== undefined) undoNotice(last.id);
}

/** Undoes this one; once. */
export function undoNotice(id: number): void {
  const undo = useToasts.getState().notices.find((notice) => notice.id === id)?.undo;
  if (undo === undefined || undo === null) return;
  undo();
  useToasts.setState((state) => ({
    shown: state.shown?.id === id ? null : state.shown,
    notices: state.notices.map((notice) => (notice.id === id ? { ...notice, undo: null } : notice)),
  }));
}
