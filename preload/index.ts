import { ipcRenderer } from "electron";

/**
 * Hands the page one end of a channel to the app process each time it asks, and nothing else: nothing is put into the page's world,
 * no call of Electron's can be reached from it. The page's words are in renderer/rpc/wire.ts, the app's in main/electron/port.ts.
 */
const PAGE_ASKS = "cloister:port?";
const PAGE_GETS = "cloister:port";
const APP_CHANNEL = "cloister:port";

window.addEventListener("message", (event) => {
  if (event.source === window && event.data === PAGE_ASKS) ipcRenderer.send(APP_CHANNEL);
});

ipcRenderer.on(APP_CHANNEL, (event) => {
  window.postMessage(PAGE_GETS, location.origin, [...event.ports]);
});
