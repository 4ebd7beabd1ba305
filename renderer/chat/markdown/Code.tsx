import type { ReactNode } from "react";
import { useExtras } from "./extras.ts";
import { textOf } from "./text-of.ts";

/** Code inside a line, or a formula, which comes marked as code. */
export function Code({ className, children }: { className?: string | undefined; children?: ReactNode }) {
  const { math } = useExtras();
  if (math !== null && className?.includes("math-inline"))
    return <math.Formula source={textOf(children)} display={false} />;
  return <code className={className}>{children}</code>;
}
