/** One breach of each import rule, as it would look in the sources: the architecture test sees every rule catch its own. */
export interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

export const plants: readonly Plant[] = [
  { rule: "contracts-are-pure", file: "main/review/contract.ts", code: 'import "../review/service.ts";' },
  { rule: "contracts-are-pure", file: "main/writing/contract.ts", code: 'import "node:fs";' },
  {
    rule: "renderer-sees-types-only",
    file: "renderer/chat/a.ts",
    code: 'import { x } from "#main/chat/contract.ts"; x();',
  },
  {
    rule: "renderer-sees-contracts-only",
    file: "renderer/chat/b.ts",
    code: 'import type { X } from "#main/chat/service.ts";',
  },
  { rule: "renderer-without-node", file: "renderer/chat/c.tsx", code: 'import "node:fs";' },
  { rule: "renderer-without-main-packages", file: "renderer/chat/d.ts", code: 'import { z } from "zod"; z();' },
  { rule: "electron-at-the-edge", file: "main/process/e.ts", code: 'import type { App } from "electron";' },
  { rule: "electron-at-the-edge", file: "main/headless/e.ts", code: 'await import("electron");' },
  { rule: "llama-in-the-engine", file: "main/models/f.ts", code: 'import type { Llama } from "node-llama-cpp";' },
  { rule: "foreign-files-in-the-parser", file: "main/documents/q.ts", code: 'import "pdfjs-dist";' },
  { rule: "foreign-functions-in-the-trainer", file: "main/engine/g.ts", code: 'import "koffi";' },
  { rule: "one-way-out", file: "main/models/g.ts", code: 'import "node:https";' },
  { rule: "features-know-little", file: "main/chat/h.ts", code: 'import type { X } from "#main/models/store.ts";' },
  { rule: "features-know-little", file: "main/chat/i.ts", code: 'import "#main/engine/index.ts";' },
  { rule: "lib-without-business", file: "main/lib/j.ts", code: 'import type { X } from "#main/chat/contract.ts";' },
  { rule: "support-is-pure", file: "main/support/j.ts", code: 'import type { X } from "#main/models/store.ts";' },
  { rule: "support-without-node", file: "main/support/k.ts", code: 'import "node:fs";' },
  {
    rule: "ground-floor-knows-no-feature",
    file: "main/jobs/k.ts",
    code: 'import type { X } from "#main/chat/service.ts";',
  },
  { rule: "ground-floor-knows-no-feature", file: "main/store/k.ts", code: 'import "#main/models/store.ts";' },
  { rule: "children-know-little", file: "main/engine/l.ts", code: 'import type { X } from "#main/models/service.ts";' },
  { rule: "children-never-open-the-database", file: "main/engine/m.ts", code: 'import "better-sqlite3";' },
  { rule: "children-never-open-the-database", file: "main/trainer/m.ts", code: 'import "#main/store/open.ts";' },
  {
    rule: "one-composition-root",
    file: "main/chat/n.ts",
    code: 'import { create } from "#main/models/service.ts"; create();',
  },
  {
    rule: "one-composition-root",
    file: "main/headless/n.ts",
    code: 'import { create } from "#main/chat/service.ts"; create();',
  },
  { rule: "two-faces-start-the-app", file: "main/chat/o.ts", code: 'import "#main/app.ts";' },
  {
    rule: "nobody-asks-which-face",
    file: "main/settings/p.ts",
    code: 'import type { X } from "#main/electron/index.ts";',
  },
  { rule: "faces-do-not-meet", file: "main/headless/q.ts", code: 'import type { X } from "#main/electron/index.ts";' },
  { rule: "rooms-do-not-meet", file: "renderer/chat/r.ts", code: 'import type { X } from "#renderer/models/x.ts";' },
  { rule: "rooms-do-not-meet", file: "renderer/jobs/r.ts", code: 'import "../models/x.ts";' },
  { rule: "components-know-no-room", file: "renderer/ui/s.ts", code: 'import "../chat/x.ts";' },
  { rule: "product-without-tests", file: "main/chat/t.ts", code: 'import "./x.test.ts";' },
  { rule: "product-without-tests", file: "main/store/t.ts", code: 'import "./testing.ts";' },
  { rule: "main-ships-what-it-imports", file: "main/chat/u.ts", code: 'import "react";' },
  { rule: "no-cycles", file: "main/chat/v.ts", code: 'import "./w.ts";' },
  { rule: "imports-exist", file: "renderer/ui/y.ts", code: 'import "./nowhere.ts";' },
];

/** What the plants import, and what is allowed although it comes close to a breach: none of these may be caught. */
export const innocents: Readonly<Record<string, string>> = {
  "main/chat/contract.ts":
    'import { z } from "zod"; import { oc } from "@orpc/contract"; export const x = oc.input(z);',
  "main/chat/service.ts":
    'import { AppError } from "#main/rpc/errors.ts"; import type { X } from "#main/models/service.ts"; import type { Y } from "#main/models/lease.ts"; import "./store.ts"; export function create(): X | Y { throw new AppError(); }',
  "main/chat/store.ts": 'import type { X } from "#main/store/open.ts"; export type Z = X;',
  "main/chat/w.ts": 'import "./v.ts";',
  "main/chat/x.test.ts": 'import { create } from "#main/models/service.ts"; import "#main/app.ts"; create();',
  "main/models/service.ts": "export type X = 1; export function create(): void {}",
  "main/models/lease.ts": "export type Y = 1;",
  "main/models/store.ts": "export type X = 1;",
  "main/engine/index.ts":
    'import "node-llama-cpp"; import type { X } from "#main/chat/contract.ts"; import "#main/lib/log.ts";',
  "main/store/open.ts": 'import "better-sqlite3"; export type X = 1;',
  "main/store/testing.ts": 'import "#main/chat/x.test.ts"; import "react";',
  "main/lib/log.ts": 'import "node:fs";',
  "main/rpc/errors.ts": "export class AppError extends Error {}",
  "main/electron/index.ts": 'import "electron"; import "#main/app.ts"; export type X = 1;',
  "main/app.ts":
    'import { create } from "#main/chat/service.ts"; import { create as other } from "#main/models/service.ts"; create(); other();',
  "main/review/service.ts": "",
  "preload/index.ts": 'import "electron";',
  "renderer/models/x.ts": 'import type { X } from "#main/chat/contract.ts"; import "../ui/x.ts"; import "react";',
  "renderer/chat/x.ts": 'import "./y.ts";',
  "renderer/chat/y.ts": "",
  "renderer/ui/x.ts": "",
  "renderer/app/routes.ts": 'import "../chat/x.ts"; import "../models/x.ts";',
};

/** Packages of the planted tree: dependencies, and development's. */
export const planted = {
  dependencies: ["zod", "@orpc/contract", "better-sqlite3", "node-llama-cpp"],
  devDependencies: ["electron", "koffi", "pdfjs-dist", "react"],
};
