import type { Licence } from "./contract.ts";

/** Licences that the hub's repositories name most, by its names for them. */
const KNOWN: Readonly<Record<string, Omit<Licence, "id">>> = {
  "apache-2.0": { name: "Apache 2.0", url: "https://www.apache.org/licenses/LICENSE-2.0", isOpen: true },
  mit: { name: "MIT", url: "https://opensource.org/license/mit", isOpen: true },
  "bsd-3-clause": { name: "BSD 3-Clause", url: "https://opensource.org/license/bsd-3-clause", isOpen: true },
  "cc-by-4.0": { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/", isOpen: true },
  "cc-by-nc-4.0": {
    name: "CC BY-NC 4.0, not for commercial use",
    url: "https://creativecommons.org/licenses/by-nc/4.0/",
    isOpen: false,
  },
  gemma: { name: "Gemma Terms of Use", url: "https://ai.google.dev/gemma/terms", isOpen: false },
  "llama3.1": { name: "Llama 3.1 Community License", url: "https://www.llama.com/llama3_1/license/", isOpen: false },
  "llama3.2": { name: "Llama 3.2 Community License", url: "https://www.llama.com/llama3_2/license/", isOpen: false },
  "llama3.3": { name: "Llama 3.3 Community License", url: "https://www.llama.com/llama3_3/license/", isOpen: false },
};

/** `name` and `url` as the repository gives them for a licence of its own. */
export function licenceOf(id: string | null, name?: string | null, url?: string | null): Licence {
  const known = id === null ? undefined : KNOWN[id];
  if (known !== undefined) return { id, ...known };
  const isOwn = id === null || id === "other" || id === "unknown";
  const link = url !== undefined && url !== null && /^https:\/\//.test(url) ? url : null;
  return { id: id ?? null, name: name ?? (isOwn ? "" : id), url: link, isOpen: false };
}
