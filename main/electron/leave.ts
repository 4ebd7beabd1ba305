import type { Dialog, Event, Shell, WebContents } from "electron";
import { words } from "#main/lib/words.ts";
import { isOwnPage } from "./scheme.ts";

/** A page stays where it is; a link that was clicked may open in the browser, once the person has seen where it leads. */
export function guardNavigation(contents: WebContents, electron: { dialog: Dialog; shell: Shell }): void {
  const stay = (event: Event<{ url: string }>) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  contents.setWindowOpenHandler(({ url }) => {
    void offerToLeave(url, electron);
    return { action: "deny" };
  });
}

async function offerToLeave(address: string, { dialog, shell }: { dialog: Dialog; shell: Shell }): Promise<void> {
  const url = outsideAddress(address);
  if (url === null) return;
  const host = url.protocol === "mailto:" ? url.pathname : url.host;
  const { response } = await dialog.showMessageBox({
    type: "question",
    message: words("dialog.leave.question", { host }),
    detail: words("dialog.leave.detail", { host, address: url.href.slice(0, 500) }),
    buttons: [words("dialog.leave.stay"), words("dialog.leave.open")],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) await shell.openExternal(url.href);
}

/** https and mailto only: other schemes start programs. The address as it was parsed is the one that is shown and opened. */
export function outsideAddress(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isSafe =
    url.protocol === "mailto:" || (url.protocol === "https:" && url.username === "" && url.password === "");
  return isSafe ? url : null;
}
