/** `npm run headless -- --port N --data-dir DIR --no-open`: builds if needed, then becomes the headless program. */
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { buildIfNeeded } from "./build.ts";
import { root } from "./test/command.ts";

await buildIfNeeded();
await import(pathToFileURL(join(root, "out/main/headless.js")).href);
