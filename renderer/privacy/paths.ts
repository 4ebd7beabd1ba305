/** A path below the data folder, from "Cloister" on: that is how people find it. Others as they are. */
export function insideDataDir(path: string, dataDir: string): string {
  const rest = path.startsWith(dataDir) ? path.slice(dataDir.length) : null;
  if (rest === null || (rest !== "" && !/^[\\/]/.test(rest))) return path;
  return `Cloister${rest.replaceAll("\\", "/")}`;
}
