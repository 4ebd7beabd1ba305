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
  throwOnError: true,
} as const;

/** Math, with MathML beside it for assistive technology. KaTeX builds its elements itself: as HTML text its styles would be refused. */
export const Formula = memo(function Formula({ source, display }: FormulaProps) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) draw(source, place.current, display);
  }, [source, display]);
  return (
    <span ref={place} dir="ltr" className={display ? "md-formula display" : "md-formula"}>
      {source}
    </span>
  );
});

function draw(source: string, place: HTMLElement, display: boolean): void {
  const { setAttribute } = Element.prototype;
  // A few of KaTeX's elements (boxes, lines) get their style as an attribute, which the page's policy refuses: as properties it may come.
  Element.prototype.setAttribute = function (this: Element, name: string, value: string) {
    if (name === "style" && "style" in this) (this.style as CSSStyleDeclaration).cssText = value;
    else setAttribute.call(this, name, value);
  };
  try {
    katex.render(source, place, { ...options, displayMode: display });
  } catch {
    place.textContent = source;
  } finally {
    Element.prototype.setAttribute = setAttribute;
  }
}
