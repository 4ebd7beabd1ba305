import type { IncomingMessage, ServerResponse } from "node:http";
import type { TestHub, TestRepository } from "./hub-server.ts";

/** The part of the Hub's API that Cloister uses, answered in its words and headers. */
export function answerApi(
  hub: TestHub,
  storageAddress: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = decodeURIComponent(url.pathname);
  const json = (value: unknown, headers: Record<string, string> = {}): void => {
    response
      .writeHead(200, { "content-type": "application/json; charset=utf-8", ...headers })
      .end(JSON.stringify(value));
  };
  if (path === "/api/models") return json(found(hub, url.searchParams.get("search") ?? ""));
  if (path === "/api/whoami-v2") {
    return isOwn(hub, request) ? json({ type: "user", name: "nobody" }) : refuse(response, 401, "InvalidToken");
  }

  const tree = /^\/api\/models\/([^/]+\/[^/]+)\/tree\/([^/]+)$/.exec(path);
  const info = /^\/api\/models\/([^/]+\/[^/]+)$/.exec(path);
  const file = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path);
  const id = tree?.[1] ?? info?.[1] ?? file?.[1];
  const repository = id === undefined ? undefined : hub.repositories.get(id);
  // As the Hub does, so that nobody learns which private repositories there are.
  if (id === undefined || repository === undefined) return refuse(response, 401, "RepoNotFound");
  const revision = repository.revision ?? REVISION;
  if (tree !== null) return json(treeOf(repository));
  if (info !== null) return json({ ...describe(id, repository), sha: revision });

  const name = file?.[3] ?? "";
  const content = repository.files.get(name);
  if (content === undefined) return refuse(response, 404, "EntryNotFound");
  if (repository.gated !== undefined && repository.gated !== false) {
    if (!isOwn(hub, request)) return refuse(response, 401, "GatedRepo");
    if (repository.accepted !== true) return refuse(response, 403, "GatedRepo");
  }
  const claimed = claimOf(repository, name);
  const where = `${storageAddress}/${id}/${name.split("/").map(encodeURIComponent).join("/")}?signature=abc`;
  response
    .writeHead(302, {
      location: where,
      "x-repo-commit": revision,
      "x-linked-etag": `"${claimed.sha256}"`,
      "x-linked-size": String(claimed.sizeBytes),
      "content-length": "0",
    })
    .end();
}

const REVISION = "0123456789abcdef0123456789abcdef01234567";

function isOwn(hub: TestHub, request: IncomingMessage): boolean {
  return request.headers.authorization === `Bearer ${hub.token}`;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "x-error-code": code, "content-type": "application/json" }).end(`{"error":"${code}"}`);
}

function claimOf(repository: TestRepository, name: string): { sha256: string; sizeBytes: number } {
  const content = repository.files.get(name);
  const claimed = repository.claims?.get(name);
  return {
    sha256: claimed?.sha256 ?? content?.sha256 ?? "",
    sizeBytes: claimed?.sizeBytes ?? content?.sizeBytes ?? 0,
  };
}

function treeOf(repository: TestRepository): unknown[] {
  return [...repository.files.keys()].map((path) => {
    const { sha256, sizeBytes } = claimOf(repository, path);
    const entry = { type: "file", oid: "0".repeat(40), size: sizeBytes, path };
    return /\.gguf$/i.test(path) ? { ...entry, lfs: { oid: sha256, size: sizeBytes, pointerSize: 135 } } : entry;
  });
}

function describe(id: string, repository: TestRepository): Record<string, unknown> {
  return {
    id,
    author: id.split("/")[0],
    downloads: repository.downloads ?? 0,
    likes: 3,
    gated: repository.gated ?? false,
    private: false,
    lastModified: "2026-05-04T10:00:00.000Z",
    tags: ["gguf", `license:${repository.licence}`, ...(repository.tags ?? [])],
    cardData: { license: repository.licence },
  };
}

function found(hub: TestHub, search: string): unknown[] {
  const wanted = search.toLowerCase().split(/\s+/);
  return [...hub.repositories]
    .filter(([id]) => wanted.every((word) => id.toLowerCase().includes(word)))
    .map(([id, repository]) => describe(id, repository));
}
