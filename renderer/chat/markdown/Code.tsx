import type { ReactNode } from "react";
import { Formula } from "./Formula.tsx";
import { textOf } from "./text-of.ts";

/** Code inside a line, or a formula, which comes marked as code. */
export function Code({ className, children }: { className?: string | undefined; children?: ReactNode }) {
  if (className?.includes("math-inline")) return <Formula source={textOf(children)} display={false} />;
  return <code className={className}>{children}</code>;
}
