import { resolve } from "node:path";

/** What someone outside of the window asks for: by a link, by opening a file, by starting Cloister again. */
export type Intent = { kind: "show"; route: string } | { kind: "model"; path: string };

/** Links are anybody's: they may show a room, and do nothing else. */
const ROOMS = new Set(["chat", "models", "settings", "privacy"]);
const SCHEME = "cloister:";

/** Files that end in .gguf and links that begin with cloister://, from a command line. */
export function readIntents(args: readonly string[], cwd: string): Intent[] {
  return args.flatMap((arg) => {
    const intent = arg.toLowerCase().startsWith(SCHEME) ? readLink(arg) : readFile(arg, cwd);
    return intent === null ? [] : [intent];
  });
}

/** `cloister://models` shows a room, `cloister://chat/ID` a chat. Null for anything else. */
export function readLink(link: string): Intent | null {
  if (link.length > 2_000 || !URL.canParse(link)) return null;
  const { protocol, hostname, pathname } = new URL(link);
  if (protocol !== SCHEME || !ROOMS.has(hostname)) return null;
  const [, id = "", ...more] = pathname.split("/");
  if (more.length > 0 || !/^[0-9a-f-]{0,36}$/.test(id)) return null;
  const room = hostname === "privacy" ? "settings/privacy" : hostname;
  return { kind: "show", route: id === "" ? `/${room}` : `/${room}/${id}` };
}

/** The file itself is checked by the models feature, like any other that a person adds. */
export function readFile(arg: string, cwd: string): Intent | null {
  return arg.toLowerCase().endsWith(".gguf") ? { kind: "model", path: resolve(cwd, arg) } : null;
}
