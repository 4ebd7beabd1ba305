import type { AnyRouter } from "@orpc/server";

/** What a page can call: the routes of each feature, under its name. */
export type Router = Record<string, AnyRouter>;

export function createRouter(routes: Router): Router {
  return routes;
}
