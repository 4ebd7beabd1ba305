import { beforeEach, expect, it, vi } from "vitest";
import { toast, undoLast, undoNotice, useToasts } from "./toasts.ts";

beforeEach(() => useToasts.setState({ shown: null, notices: [], unseen: 0 }));

it("shows one at a time and keeps all", () => {
  toast("Chat moved to the bin.");
  toast("Copied.");
  expect(useToasts.getState().shown?.text).toBe("Copied.");
  expect(useToasts.getState().notices.map((notice) => notice.text)).toEqual(["Copied.", "Chat moved to the bin."]);
});

it("undoes the newest that can be undone, once each", () => {
  const first = vi.fn();
  const second = vi.fn();
  toast("one", { undo: first });
  toast("two", { undo: second });
  toast("three");
  undoLast();
  undoLast();
  undoLast();
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
});

it("closes the toast that was undone, and no other", () => {
  toast("one", { undo: vi.fn() });
  const [one] = useToasts.getState().notices;
  toast("two");
  undoNotice(one?.id ?? 0);
  expect(useToasts.getState().shown?.text).toBe("two");
});
