import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, test } from "vitest";
import { createLine } from "./receive.ts";
import type { Gate } from "./request.ts";

const gate: Gate = {
  open: () => Promise.resolve({ sent: () => undefined, received: () => undefined, close: () => undefined }),
};

test("what has arrived when it is stopped is handed over, and nothing after it", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst "));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const line = createLine(gate);
  const stop = new AbortController();
  let text = "";
  try {
    const url = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    const sink = {
      head: () => undefined,
      bytes(part: Buffer) {
        text += part.toString();
        if (stop.signal.aborted) return 0;
        // In this computer's socket before it is stopped, and not read yet.
        sockets[0]?.write("second");
        stop.abort();
        return 60_000;
      },
    };
    const received = line.get(url, {}, sink, { signal: stop.signal, answerWithinMs: 5_000 });
    await expect(received).rejects.toMatchObject({ code: "ABORT_ERR" });
    expect(text).toBe("first second");
  } finally {
    line.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
