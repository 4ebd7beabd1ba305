import { serveChild } from "#main/process/serve-child.ts";
import { trainerRouter } from "./serve.ts";

// Ctrl-C in a terminal goes to all that were started from it: whoever started this child says what it means, as saving first.
process.on("SIGINT", () => undefined);

/** The trainer child: one long piece of work on ggml, behind everything else that the computer does. */
serveChild({
  kind: "trainer",
  priority: "low",
  router: trainerRouter,
  // Not `process.exit`, which waits for the call that libuv's worker is in: quantising takes minutes, and nobody wants it any more.
  onAlone: () => void process.kill(process.pid, "SIGKILL"),
});
