import type { CommandLine, Session } from "electron";

/** Schemes of what is inside the window already. Everything else would be a connection. */
const INSIDE = new Set(["app:", "blob:", "data:", "devtools:"]);

/**
 * Chromium opens connections of its own (updates, dictionaries, name look-ups, proxies): each is switched off, and names do not
 * resolve at all. To be called before Electron is ready.
 */
export function silenceChromium(commandLine: CommandLine): void {
  const switches = [
    "disable-background-networking",
    "disable-component-update",
    "disable-domain-reliability",
    "no-pings",
  ];
  for (const name of switches) commandLine.appendSwitch(name);
  commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
}

/** Grants nothing and lets nothing out. `developmentOrigin`: where Vite's own socket is, while developing. */
export function hardenSession(session: Session, developmentOrigin: string | null = null): void {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(isHarmless(permission)));
  session.setPermissionCheckHandler((_page, permission) => isHarmless(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setBluetoothPairingHandler(null);
  session.setSpellCheckerEnabled(false);
  void session.setProxy({ mode: "direct" });
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !staysInside(url, developmentOrigin) }));
  session.on("will-download", (event) => event.preventDefault());
}

/** Copying is all that our page asks for. */
function isHarmless(permission: string): boolean {
  return permission === "clipboard-sanitized-write";
}

function staysInside(address: string, developmentOrigin: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return INSIDE.has(url.protocol) || (developmentOrigin !== null && url.host === new URL(developmentOrigin).host);
}
