/** "1.2 GB", and "57 MB" below a tenth of one, for words of the app process. */
export function gigabytes(bytes: number): string {
  return bytes < 0.1e9 ? `${String(Math.round(bytes / 1e6))}\u00a0MB` : `${(bytes / 1e9).toFixed(1)}\u00a0GB`;
}
