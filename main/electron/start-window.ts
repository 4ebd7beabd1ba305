import type { BrowserWindow } from "electron";

const SIZE = { width: 440, height: 150 };

/**
 * What is on screen while a start takes long (a large database is checked before it is opened): one sentence, in a page without
 * scripts. The window itself comes after it.
 */
export function openStartWindow(Window: typeof BrowserWindow, text: string): { close(): void } {
  const window = new Window({
    ...SIZE,
    title: "Cloister",
    resizable: false,
    minimizable: false,
    maximizable: false,
    autoHideMenuBar: true,
    backgroundColor: "#fcfbf9",
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  });
  void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(pageOf(text))}`);
  return {
    close() {
      if (!window.isDestroyed()) window.close();
    },
  };
}

function pageOf(text: string): string {
  const plain = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const style =
    "margin:0;display:grid;place-items:center;height:100vh;font:14px/20px system-ui;color-scheme:light dark";
  return `<!doctype html><meta name="color-scheme" content="light dark"><title>Cloister</title><body style="${style}"><p style="padding:0 32px">${plain}</p>`;
}
