import { useCallback, useEffect, useState, type RefObject } from "react";

/** A line of text may stand below before the reader counts as having scrolled up. */
const nearPx = 48;

/** Whether a list that is laid out from its end (`column-reverse`, where 0 is the end) shows its end, and the way back there. */
export function useAtEnd(scroll: RefObject<HTMLElement | null>): { atEnd: boolean; toEnd: () => void } {
  const [atEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const look = () => setAtEnd(Math.abs(element.scrollTop) <= nearPx);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      element.removeEventListener("scroll", look);
    };
  }, [scroll]);
  const toEnd = useCallback(() => {
    scroll.current?.scrollTo({ top: 0 });
    scroll.current?.focus({ preventScroll: true });
  }, [scroll]);
  return { atEnd, toEnd };
}
