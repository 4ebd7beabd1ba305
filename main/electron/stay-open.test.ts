import type { BrowserWindow } from "electron";
import { expect, it, vi } from "vitest";
import { createLog } from "#main/lib/log.ts";
import { stayOpen } from "./stay-open.ts";
import { Fake } from "./testing/fake.ts";

function setUp(answer = false) {
  const contents = Object.assign(new Fake(), { reload: vi.fn<() => void>() });
  const onKeepsEnding = vi.fn<() => Promise<boolean>>(() => Promise.resolve(answer));
  let time = 0;
  const window = { webContents: contents } as unknown as BrowserWindow;
  stayOpen(window, { log: createLog({ level: "silent" }), onKeepsEnding, now: () => time });
  const end = (reason = "crashed", afterMs = 100) => {
    time += afterMs;
    contents.emit("render-process-gone", {}, { reason });
  };
  return { contents, onKeepsEnding, end };
}

it("draws a page again whose process ended, but not one that was closed", () => {
  const { contents, end } = setUp();
  end("clean-exit");
  expect(contents.reload).not.toHaveBeenCalled();
  end();
  expect(contents.reload).toHaveBeenCalledOnce();
});

it("asks before it draws a page a third time within a minute", async () => {
  const { contents, onKeepsEnding, end } = setUp(true);
  end();
  end("oom");
  expect(contents.reload).toHaveBeenCalledTimes(2);
  expect(onKeepsEnding).not.toHaveBeenCalled();
  end();
  expect(onKeepsEnding).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(contents.reload).toHaveBeenCalledTimes(3));
});

it("leaves it when the person says so, and forgets ends of long ago", async () => {
  const { contents, onKeepsEnding, end } = setUp(false);
  for (let times = 0; times < 5; times += 1) end("crashed", 61_000);
  expect(contents.reload).toHaveBeenCalledTimes(5);
  expect(onKeepsEnding).not.toHaveBeenCalled();
  end();
  end();
  await Promise.resolve();
  expect(onKeepsEnding).toHaveBeenCalledOnce();
  expect(contents.reload).toHaveBeenCalledTimes(6);
});
