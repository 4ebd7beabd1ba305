import { expect, it } from "vitest";
import { t } from "#renderer/app/texts.ts";
import { keptInText, tellingEnd } from "./kept-in.ts";

it("names the program, and of the person's own folders the folder", () => {
  expect(keptInText({ keptIn: "ollama", path: "/home/m/.ollama/models/blobs/sha256-1" }, t)).toBe("Ollama");
  expect(keptInText({ keptIn: "folder", path: "/home/m/Letters/clerk.gguf" }, t)).toBe("Letters");
  expect(keptInText({ keptIn: "file", path: "D:\\Models\\clerk.gguf" }, t)).toBe("Models");
  expect(keptInText({ keptIn: "file", path: "/clerk.gguf" }, t)).toBe("Where it was");
});

it("tells paths apart by as little of their ends as does", () => {
  expect(tellingEnd("/m/one/clerk.gguf", ["/m/one/other.gguf"])).toBe("clerk.gguf");
  expect(tellingEnd("/m/one/clerk.gguf", ["/m/two/clerk.gguf"])).toBe("one/clerk.gguf");
  expect(tellingEnd("C:\\m\\one\\a\\clerk.gguf", ["C:\\m\\two\\a\\clerk.gguf"])).toBe("one/a/clerk.gguf");
  expect(tellingEnd("/m/clerk.gguf", ["/m/clerk.gguf"])).toBe("/m/clerk.gguf");
});
