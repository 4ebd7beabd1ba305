import type { Target } from "./contract.ts";

const HUB_HOSTS = new Set(["huggingface.co", "www.huggingface.co", "hf.co", "hf-mirror.com"]);
const PART = String.raw`[\w.-]{1,96}`;

/**
 * What somebody typed, pasted or dropped: an address of the hub ("https://huggingface.co/owner/name", also hf.co, with /blob/ or
 * /resolve/ and a file), "owner/name", or either with ":Q4_K_M" behind. null when it is none of these.
 */
export function parseAddress(text: string, ownHost: string): Omit<Target, "catalogueId"> | null {
  const clean = text.trim().replace(/^["'<](.*)["'>]$/, "$1");
  const path = pathOf(clean, ownHost);
  if (path === null) return null;
  const decoded = decode(path);
  const found = new RegExp(String.raw`^/?(${PART})/(${PART}?)(?::(${PART}))?(?:/(.*))?$`).exec(decoded);
  if (found === null) return null;
  const [, owner = "", name = "", quantisation = null, rest = ""] = found;
  const isName = /[\w]/.test(owner) && /[\w]/.test(name) && !["datasets", "spaces", "models", "api"].includes(owner);
  if (!isName) return null;
  const file = /^(?:blob|resolve|raw)\/[^/]+\/(.+?)$/.exec(rest)?.[1] ?? null;
  return {
    repository: `${owner}/${name}`,
    file: file !== null && /\.gguf$/i.test(file) ? file : null,
    quantisation: quantisation?.toUpperCase() ?? null,
  };
}

/** The path of an address at the hub, with its leading slash; of plain text the text itself. null for other hosts. */
function pathOf(text: string, ownHost: string): string | null {
  const isBare = !/^[a-z]+:\/\//i.test(text);
  const first = text.split("/")[0]?.toLowerCase() ?? "";
  const withScheme = isBare && (HUB_HOSTS.has(first) || first === ownHost) ? `https://${text}` : text;
  if (!/^https?:\/\//i.test(withScheme)) return isBare && !/^\/|\s/.test(text) ? text : null;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  return HUB_HOSTS.has(url.host.toLowerCase()) || url.host === ownHost ? url.pathname.replace(/\/$/, "") : null;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
