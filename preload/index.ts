import { ipcRenderer, webUtils } from "electron";

/**
 * Hands the page one end of a channel to the app process each time it asks, and the paths of files that a person drops on it, which a
 * page is not told. Nothing else: nothing is put into the page's world, no call of Electron's can be reached from it. The page's words
 * are in renderer/rpc/wire.ts and renderer/app/drop/dropped.ts, the app's in main/electron/port.ts.
 */
const PAGE_ASKS = "cloister:port?";
const PAGE_GETS = "cloister:port";
const APP_CHANNEL = "cloister:port";
const PATHS_DROPPED = "cloister:dropped";

window.addEventListener("message", (event) => {
  if (event.source === window && event.data === PAGE_ASKS) ipcRenderer.send(APP_CHANNEL);
});

ipcRenderer.on(APP_CHANNEL, (event) => {
  window.postMessage(PAGE_GETS, location.origin, [...event.ports]);
});

window.addEventListener("drop", (event) => {
  // Made by a script, it would name what the script has chosen.
  if (!event.isTrusted) return;
  const paths = [...(event.dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file)).filter(Boolean);
  if (paths.length > 0) window.postMessage({ type: PATHS_DROPPED, paths }, location.origin);
});
