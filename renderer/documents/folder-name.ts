/** The last part of a folder's path, as either kind of system writes it. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}
