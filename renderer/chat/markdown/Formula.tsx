import katex from "katex";
import { memo, useLayoutEffect, useRef } from "react";
import type { FormulaProps } from "./extras.ts";
import "katex/dist/katex.min.css";

/** A formula may not draw over the page (maxSize) or expand without end (maxExpand); a wrong one is shown as its source. */
const options = {
  maxExpand: 500,
  maxSize: 20,
  strict: "ignore",
  trust: false,
  throwOnError: false,
  errorColor: "currentColor",
} as const;

/** Math, with MathML beside it for assistive technology. KaTeX builds its elements itself: as HTML text its styles would be refused. */
export const Formula = memo(function Formula({ source, display }: FormulaProps) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) katex.render(source, place.current, { ...options, displayMode: display });
  }, [source, display]);
  return (
    <span ref={place} dir="ltr" className={display ? "md-formula display" : "md-formula"}>
      {source}
    </span>
  );
});
