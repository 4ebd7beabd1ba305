import { serveChild } from "#main/process/serve-child.ts";
import { hasherRouter } from "./serve.ts";

/** The hasher child: reads large files to their end, behind everything else that the computer does. */
serveChild({ kind: "hasher", priority: "low", router: hasherRouter, onAlone: () => process.exit(0) });
