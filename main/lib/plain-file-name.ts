/** Names that Windows keeps for devices, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name that every system takes, for people to recognise; `fallback` where nothing of it is left. */
export function plainFileName(name: string, fallback = "model"): string {
  const plain = name
    .replace(/[^\p{L}\p{M}\p{N}._ -]/gu, "-")
    .replace(/[\s-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
  const short = [...plain]
    .slice(0, 80)
    .join("")
    .replace(/[.-]+$/, "");
  if (short === "") return fallback;
  return RESERVED.test(short) ? `${short}-` : short;
}
