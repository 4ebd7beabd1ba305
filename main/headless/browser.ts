import { spawn } from "node:child_process";

/** The system's own way to open an address. False when there is none; the address was printed anyway. */
export function openBrowser(address: string): Promise<boolean> {
  const [command, ...args] = opener(process.platform, address);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

function opener(platform: NodeJS.Platform, address: string): [string, ...string[]] {
  if (platform === "darwin") return ["open", address];
  // Not through cmd.exe, whose `start` reads & and ^ in the address.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", address];
  return ["xdg-open", address];
}
