import { useEffect, useState } from "react";

/** A canvas knows no tokens: they are read as the page resolves them, for the theme that is on. */
export interface ChartColours {
  readonly heldOut: string;
  readonly learnt: string;
  readonly learntWords: string;
  readonly surface: string;
  readonly text: string;
  readonly line: string;
  readonly now: string;
  readonly toCome: string;
  readonly font: string;
}

export function readColours(element: Element): ChartColours {
  const probe = document.createElement("i");
  probe.hidden = true;
  element.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    heldOut: read("--data-1"),
    learnt: read("--data-2"),
    learntWords: read("--warn"),
    surface: read("--surface"),
    text: read("--text-3"),
    line: read("--line"),
    now: read("--control"),
    toCome: read("--sunken"),
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return colours;
}

/** Goes up with every change of the theme, by the person or the system. */
export function useThemeCount(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const changed = () => setCount((before) => before + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener("change", changed);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener("change", changed);
    };
  }, []);
  return count;
}
