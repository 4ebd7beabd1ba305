import type { Dialog, MessageBoxOptions, Shell, WebContents } from "electron";
import { describe, expect, it, vi } from "vitest";
import { guardNavigation, outsideAddress } from "./leave.ts";
import { Fake, preventable } from "./testing/fake.ts";

function page(answer: 0 | 1 = 0) {
  const asked: MessageBoxOptions[] = [];
  const openExternal = vi.fn<(url: string) => Promise<void>>(() => Promise.resolve());
  const fake = new Fake();
  const contents = Object.assign(fake, {
    setWindowOpenHandler: fake.note("setWindowOpenHandler"),
    setWebRTCIPHandlingPolicy: fake.note("setWebRTCIPHandlingPolicy"),
  });
  const dialog = {
    showMessageBox: (options: MessageBoxOptions) => (asked.push(options), Promise.resolve({ response: answer })),
  };
  guardNavigation(contents as unknown as WebContents, {
    dialog: dialog as unknown as Dialog,
    shell: { openExternal } as unknown as Shell,
  });
  const click = (url: string) => (fake.last("setWindowOpenHandler") as (details: { url: string }) => unknown)({ url });
  const goes = (event: string, url: string, isMainFrame = true) => {
    const asking = preventable({ url, isMainFrame });
    fake.emit(event, asking);
    return !asking.prevented;
  };
  return { asked, openExternal, click, goes };
}

describe("a page", () => {
  it("stays where it is", () => {
    const { goes } = page();
    for (const event of ["will-navigate", "will-redirect", "will-frame-navigate"]) {
      for (const url of [
        "https://example.com",
        "file:///etc/passwd",
        "app://other/",
        "javascript:1",
        "data:text/html,x",
      ]) {
        expect([event, url, goes(event, url)]).toEqual([event, url, false]);
      }
      expect(goes(event, "app://cloister/index.html")).toBe(true);
    }
    expect(goes("will-frame-navigate", "app://cloister/index.html", false)).toBe(false);
    expect(goes("will-attach-webview", "app://cloister/")).toBe(false);
  });

  it("opens no windows, whatever is asked", () => {
    const { click } = page(1);
    for (const url of ["app://cloister/", "https://example.com", "about:blank", ""])
      expect(click(url)).toEqual({ action: "deny" });
  });
});

describe("a link that was clicked", () => {
  it("opens in the browser once the person has seen the host and agreed", async () => {
    const { asked, click, openExternal } = page(1);
    click("https://huggingface.co/models?q=a");
    await vi.waitFor(() => expect(openExternal).toHaveBeenCalledExactlyOnceWith("https://huggingface.co/models?q=a"));
    expect(asked[0]).toMatchObject({
      message: expect.stringContaining("huggingface.co") as string,
      defaultId: 0,
      cancelId: 0,
    });
  });

  it("stays closed when the person does not agree", async () => {
    const { asked, click, openExternal } = page(0);
    click("https://example.com");
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(openExternal).not.toHaveBeenCalled();
  });

  it("starts no other program", () => {
    const { asked, click } = page(1);
    for (const url of [
      "http://example.com",
      "file:///bin/sh",
      "ms-msdt:/id",
      "javascript:alert(1)",
      "//x",
      "smb://a/b",
    ])
      click(url);
    expect(asked).toEqual([]);
  });

  it("is not taken for another host", () => {
    expect(outsideAddress("https://bank.example@evil.example/")).toBeNull();
    expect(outsideAddress("https://EXAMPLE.com\\@evil.example/")?.host).toBe("example.com");
    expect(outsideAddress("mailto:someone@example.com")?.href).toBe("mailto:someone@example.com");
  });
});
