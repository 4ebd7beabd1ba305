import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HeadlessServer, startHeadlessServer } from "./server.ts";
import { call, closing, echo, enter, openSocket } from "./testing/visitor.ts";

const start = (limits = {}) =>
  startHeadlessServer({
    port: 0,
    rpc: echo,
    pages: () => Promise.resolve({ kind: "folder", folder: import.meta.dirname }),
    limits,
  });

let server: HeadlessServer;
let cookie: string;

beforeAll(async () => {
  server = await start();
  cookie = await enter(server);
});
afterAll(() => server.close());

describe("the socket", () => {
  it("opens for our page and answers", async () => {
    const ws = await openSocket(server.port, { cookie, origin: own() });
    expect(await call(ws, "/echo")).toBe("here");
    ws.close();
  });

  it("refuses foreign hosts and origins, and who has no session", async () => {
    await expect(openSocket(server.port, { cookie, origin: "https://evil.example" })).rejects.toThrow("403");
    await expect(openSocket(server.port, { cookie })).rejects.toThrow("403");
    await expect(openSocket(server.port, { cookie, origin: own(), host: "evil.example" })).rejects.toThrow("403");
    await expect(openSocket(server.port, { origin: own() })).rejects.toThrow("401");
    await expect(openSocket(server.port, { cookie, origin: own() }, "/other")).rejects.toThrow("404");
  });

  it("has a limit of sockets and of the size of a frame", async () => {
    const small = await start({ maxSockets: 1, maxFrameBytes: 1_000 });
    const headers = { cookie: await enter(small), origin: `http://127.0.0.1:${small.port}` };
    const ws = await openSocket(small.port, headers);
    await expect(openSocket(small.port, headers)).rejects.toThrow("503");
    ws.send("x".repeat(1_001));
    expect(await closing(ws)).toBe(1009);
    await small.close();
  });

  it("reads a page that sends too much more slowly, and loses nothing", async () => {
    const slow = await start({ framesBurst: 10, framesPerSecond: 0.001 });
    const headers = { cookie: await enter(slow), origin: `http://127.0.0.1:${slow.port}` };
    const busy = await openSocket(slow.port, headers);
    busy.setMaxListeners(20);
    const answers = await Promise.all(Array.from({ length: 11 }, () => call(busy, "/echo")));
    expect(answers).toEqual(Array.from({ length: 11 }, () => "here"));
    let answered = false;
    void call(busy, "/echo").then(() => (answered = true));
    const calm = await openSocket(slow.port, headers);
    await call(calm, "/echo");
    await call(calm, "/echo");
    expect(answered).toBe(false);
    await slow.close();
  });

  it("ends at a frame that is no message, instead of leaving the page waiting", async () => {
    for (const frame of ["{", "[]", '{"i":"1"}', '{"i":"1","p":{"u":5}}', Buffer.from([1, 2, 3])]) {
      const ws = await openSocket(server.port, { cookie, origin: own() });
      ws.send(frame);
      expect(await closing(ws)).toBe(1007);
    }
  });
});

function own(): string {
  return `http://127.0.0.1:${server.port}`;
}
