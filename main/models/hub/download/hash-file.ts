import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { HashReply, HashRequest } from "./hash-thread.ts";
import type { Claim } from "./journal.ts";

/** A thread that computes the SHA-256 of files, one after the other. To start it takes as long as to ask a hub something. */
export interface HashThread extends Disposable {
  open(path: string): HashFile;
}

/** The SHA-256 of a file that is still growing, computed beside everything else. */
export interface HashFile extends Disposable {
  /** Those of the claims that the file really holds. Before anything else, once. */
  check(claims: readonly Claim[]): Promise<Claim[]>;
  /** Everything before this byte is in the file now. */
  advance(to: number): void;
  /** Of the whole file, in hexadecimal. */
  finish(sizeBytes: number): Promise<string>;
}

/** What its files are asked rejects with the `code` of the system when they cannot be read. */
export function startHashThread(): HashThread {
  const worker = new Worker(threadFile("hash-thread"));
  let lastId = 0;
  let settle: PromiseWithResolvers<HashReply> | null = null;
  /** Of the thread itself. */
  let broken: Error | null = null;
  /** Of the file that is open now. */
  let failure: Error | null = null;
  const tell = (request: HashRequest): void => worker.postMessage(request);
  const fail = (error: Error): void => {
    failure ??= error;
    settle?.reject(failure);
  };
  worker.on("error", (error) => fail((broken = error)));
  worker.on("message", (reply: HashReply) => {
    if (reply.id !== lastId) return;
    if (reply.kind === "failed") fail(Object.assign(new Error("a file could not be read"), { code: reply.code }));
    else settle?.resolve(reply);
  });

  async function ask(request: HashRequest): Promise<HashReply> {
    if (failure !== null) throw failure;
    settle = Promise.withResolvers();
    tell(request);
    return settle.promise;
  }

  return {
    open(path) {
      lastId += 1;
      failure = broken;
      settle = null;
      tell({ kind: "open", id: lastId, path });
      return {
        async check(claims) {
          if (claims.length === 0) return [];
          const reply = await ask({ kind: "check", claims });
          return reply.kind === "checked" ? reply.claims : [];
        },
        advance: (to) => tell({ kind: "advance", to }),
        async finish(sizeBytes) {
          const reply = await ask({ kind: "finish", sizeBytes });
          return reply.kind === "digest" ? reply.sha256 : "";
        },
        [Symbol.dispose]: () => tell({ kind: "close" }),
      };
    },
    [Symbol.dispose]: () => void worker.terminate(),
  };
}

/** The source while developing and testing, else the bundle beside the one we are in, or beside its folder of chunks. */
export function threadFile(name: "hash-thread" | "download-thread"): string {
  if (import.meta.url.endsWith(".ts")) return fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const beside = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../${name}.js`, import.meta.url));
}
