import { serveChild } from "#main/process/serve-child.ts";
import { engineRouter } from "./serve.ts";

/** The engine child: one model, served over the pipe to the app. */
serveChild({
  kind: "engine",
  priority: "below-normal",
  router: () => engineRouter(() => setTimeout(() => process.exit(0), 50)),
  onAlone: () => process.exit(0),
});
