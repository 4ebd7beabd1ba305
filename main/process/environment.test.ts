import { expect, it } from "vitest";
import { childEnvironment } from "./environment.ts";

it("gives an engine one libuv worker, whatever our own environment says", () => {
  expect(childEnvironment("engine", { UV_THREADPOOL_SIZE: "16" })["UV_THREADPOOL_SIZE"]).toBe("1");
});

it("passes on where drivers and temporary files are", () => {
  const environment = childEnvironment("engine", { PATH: "/bin", TMPDIR: "/var/tmp", CUDA_VISIBLE_DEVICES: "1" });
  expect(environment).toMatchObject({ PATH: "/bin", TMPDIR: "/var/tmp", CUDA_VISIBLE_DEVICES: "1" });
});

it("passes on nothing else, but where compiled source is kept: no tokens, proxies or options for Node", () => {
  const environment = childEnvironment("engine", {
    HF_TOKEN: "secret",
    https_proxy: "http://proxy",
    NODE_OPTIONS: "--require ./evil.js",
    LD_PRELOAD: "/evil.so",
  });
  expect(Object.keys(environment)).toEqual(["NODE_COMPILE_CACHE", "UV_THREADPOOL_SIZE"]);
});
