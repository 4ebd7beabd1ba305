import { Writable } from "node:stream";
import { createORPCClient, type ORPCError } from "@orpc/client";
import { RPCLink, type SupportedMessagePort } from "@orpc/client/message-port";
import { type ContractRouterClient, eventIterator, oc } from "@orpc/contract";
import { implement } from "@orpc/server";
import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError } from "./errors.ts";
import { createRpcServer, type Session } from "./serve.ts";

const contract = {
  echo: oc
    .input(z.strictObject({ text: z.string().max(10), deep: z.strictObject({ n: z.number() }).optional() }))
    .output(z.string()),
  nothing: oc.output(z.number()),
  fail: oc.input(z.strictObject({ how: z.enum(["known", "unknown", "output"]) })).output(z.number()),
  count: oc
    .input(z.strictObject({ to: z.number(), then: z.enum(["end", "fail", "wait"]) }))
    .output(eventIterator(z.number())),
};
const build = implement(contract);
const lines: string[] = [];
const log = pino(new Writable({ write: (line: Buffer, _, done) => (lines.push(line.toString()), done()) }));
const stopped = vi.fn<() => void>();

const router = build.router({
  echo: build.echo.handler(({ input }) => input.text),
  nothing: build.nothing.handler(() => 1),
  fail: build.fail.handler(({ input }) => {
    if (input.how === "known") throw new AppError("MODEL_NOT_FOUND", "It is gone.", { model: "M", path: "/m" });
    if (input.how === "unknown") throw new Error("/home/someone/secret.ts exploded");
    return "a text" as unknown as number;
  }),
  count: build.count.handler(async function* ({ input, signal }) {
    try {
      for (let n = 1; n <= input.to; n += 1) yield n;
      if (input.then === "fail") throw new Error("in the middle");
      if (input.then === "wait") await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    } finally {
      stopped();
    }
  }),
});
const server = createRpcServer({ router, log });

afterEach(() => {
  lines.length = 0;
  stopped.mockClear();
});

describe("a call", () => {
  it("answers", async () => {
    expect(await page().client.echo({ text: "hello" })).toBe("hello");
    expect(await page().client.nothing()).toBe(1);
  });

  it("is refused with the field that is wrong, without the value", async () => {
    const error = await refused(page().client.echo({ text: "much too long a text" }));
    expect(error).toMatchObject({
      code: "INVALID_INPUT",
      data: { problem: expect.stringMatching(/^text: Too big/) as string },
    });
    expect(JSON.stringify(error)).not.toContain("much too long");
    const deep = await refused(page().client.echo({ text: "", deep: { n: "x" as unknown as number } }));
    expect(deep.data).toMatchObject({ problem: expect.stringMatching(/^deep\.n: /) as string });
  });

  it("is refused with a field that is not known, and with input where there is none", async () => {
    expect(await refused(page().client.echo({ text: "", more: 1 } as never))).toMatchObject({ code: "INVALID_INPUT" });
    expect(await refused(page().client.nothing({ more: 1 } as never))).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("that nothing is called is refused", async () => {
    const { client } = page();
    const unknown = (client as unknown as Record<string, () => Promise<unknown>>)["other"];
    expect(await refused(unknown?.() ?? Promise.resolve())).toMatchObject({
      code: "INVALID_INPUT",
      data: { problem: "nothing is called /other" },
    });
  });

  it("that fails for a known reason says it, with its data", async () => {
    expect(await refused(page().client.fail({ how: "known" }))).toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: "It is gone.",
      data: { model: "M", path: "/m" },
    });
    expect(lines).toEqual([]);
  });

  it.each(["unknown", "output"] as const)(
    "that fails otherwise (%s) gives a reference to the log and no more",
    async (how) => {
      const error = await refused(page().client.fail({ how }));
      const { reference } = error.data as { reference: string };
      expect(error.code).toBe("INTERNAL");
      expect(JSON.stringify([error, error.message])).not.toMatch(/secret|exploded|a text/);
      expect(lines.join("")).toContain(reference);
      expect(lines.join("")).toContain(how === "unknown" ? "serve.test.ts" : "expected number");
      expect(lines.join("")).not.toContain("a text");
    },
  );
});

describe("a stream", () => {
  it("brings what comes, in order, and ends", async () => {
    const numbers = [];
    for await (const n of await page().client.count({ to: 3, then: "end" })) numbers.push(n);
    expect(numbers).toEqual([1, 2, 3]);
  });

  it("that fails tells its page in the same words as a call", async () => {
    const numbers: number[] = [];
    const reading = (async () => {
      for await (const n of await page().client.count({ to: 2, then: "fail" })) numbers.push(n);
    })();
    expect(await refused(reading)).toMatchObject({ code: "INTERNAL" });
    expect(numbers).toEqual([1, 2]);
  });

  it("ends when its page goes", async () => {
    const { client, session } = page();
    const stream = await client.count({ to: 1, then: "wait" });
    await stream.next();
    session.close();
    await vi.waitFor(() => expect(stopped).toHaveBeenCalled());
  });

  it("does not leave a page the right to open more without end", async () => {
    const { client } = page();
    const waiting = Array.from({ length: 512 }, () => client.count({ to: 0, then: "wait" }));
    await Promise.all(waiting);
    expect(await refused(client.echo({ text: "" }))).toMatchObject({ code: "CONFLICT" });
  });
});

describe("a frame that is no message", () => {
  it.each(["", "{", "null", "[]", "5", '{"i":"1"}', '{"i":"1","p":{}}', '{"i":"1","p":{"u":"http://["}}'])(
    "ends the connection: %j",
    async (frame) => {
      const refuse = vi.fn<() => void>();
      const session = server.open({ send: () => undefined, refuse });
      session.receive(frame);
      await vi.waitFor(() => expect(refuse).toHaveBeenCalledOnce());
      session.receive(frame);
      expect(session.pending).toBe(0);
    },
  );

  it.each([
    ["without a name", '{"p":{"u":"/nothing","b":{}}}'],
    ["with a name that is no text", '{"i":{},"p":{"u":"/nothing","b":{}}}'],
    ["that streams to us", '{"i":"s","p":{"u":"/echo","h":{"content-type":"text/event-stream"},"b":{}}}'],
    ["that goes on with a stream", '{"i":"s","t":3,"p":{"e":"message"}}'],
  ])("ends the connection, also one %s", async (_what, frame) => {
    const refuse = vi.fn<() => void>();
    const session = server.open({ send: () => undefined, refuse });
    session.receive(frame);
    await vi.waitFor(() => expect(refuse).toHaveBeenCalledOnce());
  });

  it("does not reach the prototypes of objects", async () => {
    const sent: string[] = [];
    const session = server.open({ send: (frame) => sent.push(String(frame)), refuse: () => undefined });
    const body = {
      json: { text: "a" },
      meta: [
        [5, "__proto__", "polluted"],
        [1, "constructor", "prototype", "polluted"],
      ],
    };
    session.receive(JSON.stringify({ i: "1", p: { u: "/echo", b: body } }));
    await vi.waitFor(() => expect(sent[0]).toContain("INVALID_INPUT"));
    expect({}).not.toHaveProperty("polluted");
  });
});

function page() {
  const listeners: ((event: { data: unknown }) => void)[] = [];
  const session: Session = server.open({
    send: (frame) => queueMicrotask(() => listeners.forEach((listen) => listen({ data: frame }))),
    refuse: () => undefined,
  });
  const port = {
    postMessage: (frame: string) => session.receive(frame),
    addEventListener: (type: string, listen: (event: { data: unknown }) => void) => {
      if (type === "message") listeners.push(listen);
    },
  };
  const client = createORPCClient<ContractRouterClient<typeof contract>>(
    new RPCLink({ port: port as unknown as SupportedMessagePort }),
  );
  return { client, session };
}

async function refused(call: Promise<unknown>): Promise<ORPCError<string, unknown>> {
  return call.then(
    () => Promise.reject(new Error("it was not refused")),
    (error: unknown) => error as ORPCError<string, unknown>,
  );
}
