import { setFlagsFromString } from "node:v8";
import { serveChild } from "#main/process/serve-child.ts";
import { parserRouter } from "./serve.ts";
import { guardMemory, HEAP_LIMIT_MB } from "./memory-guard.ts";

/** The parser child: reads files of others, which are hostile input, behind everything else that the computer does. */
setFlagsFromString(`--max-old-space-size=${String(HEAP_LIMIT_MB)}`);
guardMemory();
serveChild({ kind: "parser", priority: "low", router: parserRouter, onAlone: () => process.exit(0) });
