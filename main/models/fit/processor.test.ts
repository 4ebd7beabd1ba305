import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "#main/lib/testing/temporary-folder.ts";
import { hasAmx } from "./processor.ts";

test("AMX is there when the kernel lists both of its parts", () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "cpuinfo");
  const listed = (flags: string): boolean => {
    writeFileSync(path, `processor\t: 0\nflags\t\t: ${flags}\nbugs\t\t: none\n`);
    return hasAmx(path);
  };
  expect(listed("fpu avx512f amx_bf16 amx_tile amx_int8 arch_capabilities")).toBe(true);
  expect(listed("fpu avx512f amx_bf16 amx_tile")).toBe(false);
  expect(listed("fpu avx2")).toBe(false);
  expect(hasAmx(join(folder.path, "none"))).toBe(false);
});
