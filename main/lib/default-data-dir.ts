import { join } from "node:path";

/** Where an installed Cloister keeps its data: the place that each system names for it (XDG on Linux). */
export function defaultDataDir(system: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; homeDir: string }): string {
  const { platform, env, homeDir } = system;
  if (platform === "darwin") return join(homeDir, "Library", "Application Support", "Cloister");
  if (platform === "win32") return join(env["APPDATA"] ?? join(homeDir, "AppData", "Roaming"), "Cloister");
  const dataHome = env["XDG_DATA_HOME"];
  // The specification: a relative path in it is invalid and is ignored.
  return join(dataHome?.startsWith("/") ? dataHome : join(homeDir, ".local", "share"), "cloister");
}
