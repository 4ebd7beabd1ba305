import { z } from "zod";
import type { Requests } from "#main/privacy/request.ts";
import type { FoundRepository, Licence } from "./contract.ts";
import { noRepository, unexpected } from "./download/reply.ts";
import { readJson, readText, type HubAccess } from "./hub-request.ts";
import { licenceOf } from "./licences.ts";

/** A file of a repository that the hub knows the SHA-256 of. */
export interface HubFile {
  path: string;
  sizeBytes: number;
  sha256: string;
}

export interface HubRepository {
  repository: string;
  /** The commit that its files are looked at. */
  revision: string;
  gated: boolean;
  licence: Licence;
  downloads: number;
  likes: number;
  files: HubFile[];
}

/** What we ask of the Hugging Face Hub, by its documented HTTP API (https://huggingface.co/docs/hub/api). */
export interface HubClient {
  search(text: string): Promise<FoundRepository[]>;
  repository(name: string): Promise<HubRepository>;
  /** Of a small file; null when there is none. */
  text(repository: string, revision: string, file: string): Promise<string | null>;
}

const FOUND_AT_MOST = 40;
/** Pages of a repository's files, of 1,000 each. */
const MAX_PAGES = 10;

const cardData = z
  .object({
    license: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .catch(undefined),
    license_name: z.string().optional().catch(undefined),
    license_link: z.string().optional().catch(undefined),
  })
  .nullish()
  .catch(null);
const about = z.object({
  id: z.string().max(200),
  sha: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional()
    .catch(undefined),
  gated: z.union([z.boolean(), z.string()]).optional().catch(false),
  downloads: z.number().int().optional().catch(0),
  likes: z.number().int().optional().catch(0),
  tags: z.array(z.string()).optional().catch([]),
  cardData,
});
const treeEntry = z.object({
  type: z.string(),
  path: z.string().max(1_000),
  size: z.number().int().min(0),
  lfs: z.object({ oid: z.string(), size: z.number().int().min(0) }).nullish(),
});

export function createHubClient(access: HubAccess, requests: () => Requests): HubClient {
  const api = (path: string, query: Record<string, string> = {}): URL => {
    const url = new URL(`${access.address}/api/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  };

  async function files(name: string, revision: string): Promise<HubFile[]> {
    const found: HubFile[] = [];
    let next: URL | null = api(`models/${name}/tree/${revision}`, { recursive: "true" });
    for (let page = 0; next !== null && page < MAX_PAGES; page++) {
      const { value, link } = await readJson(requests(), access, next, z.array(treeEntry), name);
      for (const { type, path, lfs } of value) {
        if (type !== "file" || !lfs || !/^[0-9a-f]{64}$/.test(lfs.oid) || !isTamePath(path)) continue;
        found.push({ path, sizeBytes: lfs.size, sha256: lfs.oid });
      }
      next = nextPage(link, access.address);
    }
    return found;
  }

  return {
    async search(text) {
      const url = api("models", {
        search: text,
        filter: "gguf",
        sort: "downloads",
        direction: "-1",
        limit: String(FOUND_AT_MOST),
        full: "true",
      });
      const { value } = await readJson(requests(), access, url, z.array(z.unknown()).max(1_000), text);
      return value.flatMap((each) => {
        const parsed = about.safeParse(each);
        return parsed.success && isRepository(parsed.data.id) ? [summary(parsed.data)] : [];
      });
    },

    async repository(name) {
      const { value } = await readJson(requests(), access, api(`models/${name}`), about, name);
      if (value.sha === undefined) throw unexpected(access.host, "it names no revision");
      if (!isRepository(value.id)) throw noRepository(access.host, name);
      // A repository that was renamed answers by its new name.
      return { ...summary(value), revision: value.sha, files: await files(value.id, value.sha) };
    },

    text: (repository, revision, file) =>
      readText(requests(), access, new URL(`${access.address}/${repository}/resolve/${revision}/${file}`), repository),
  };
}

function summary(value: z.infer<typeof about>): FoundRepository {
  const { license, license_name: name, license_link: url } = value.cardData ?? {};
  const tag = value.tags?.find((each) => each.startsWith("license:"))?.slice("license:".length);
  const id = (Array.isArray(license) ? license[0] : license) ?? tag ?? null;
  return {
    repository: value.id,
    downloads: value.downloads ?? 0,
    likes: value.likes ?? 0,
    gated: value.gated !== false && value.gated !== undefined,
    licence: licenceOf(id, name, url),
  };
}

function isRepository(name: string): boolean {
  return /^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(name) && !name.split("/").some((part) => /^\.+$/.test(part));
}

/** It becomes part of a path on this computer. */
function isTamePath(path: string): boolean {
  return path.split("/").every((part) => /^[^\\:*?"<>|\p{Cc}]{1,200}$/u.test(part) && !/^\.|[. ]$/.test(part));
}

/** The `next` of a Link header, at the hub only. */
function nextPage(link: string | undefined, address: string): URL | null {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? "")?.[1];
  if (target === undefined || !URL.canParse(target)) return null;
  const url = new URL(target);
  return url.origin === new URL(address).origin ? url : null;
}
