import type { ReactNode } from "react";
import "./Icon.css";

/** All glyphs, drawn on a grid of 20 (class `i` gives them their stroke). The arch is the mark of the app. */
const glyphs = {
  again: <path d="M15.75 8.25A6 6 0 1 0 16 11.5M16.25 4.5v4h-4" />,
  alert: <path d="M10 3.25l7.25 13H2.75zM10 8v3.75M10 14v.1" />,
  arch: <path d="M4 17V9a6 6 0 0 1 12 0v8M7.5 17V9.5a2.5 2.5 0 0 1 5 0V17M2.5 17h15" />,
  bin: <path d="M4 5.75h12M8 5.5V3.75h4V5.5M5.5 5.75l.75 10.5h7.5l.75-10.5" />,
  box: <path d="M10 2.75l6.25 3.5v7.5L10 17.25l-6.25-3.5v-7.5zM3.75 6.25L10 9.75l6.25-3.5M10 9.75v7.5" />,
  branch: (
    <path d="M5.5 3.25v9.5M5.5 9.5h4a4 4 0 0 0 4-4M5.5 12.75a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM14.25 3.25a1.75 1.75 0 1 1-1.5 2.25" />
  ),
  chat: <path d="M3.5 5.5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-3.5 3v-3a2 2 0 0 1-2-2z" />,
  check: <path d="M4.5 10.5l3.75 3.75 7.25-8" />,
  chip: (
    <>
      <rect x="5.25" y="5.25" width="9.5" height="9.5" rx="1.75" />
      <path d="M8 2.75v2.5M12 2.75v2.5M8 14.75v2.5M12 14.75v2.5M2.75 8h2.5M2.75 12h2.5M14.75 8h2.5M14.75 12h2.5" />
    </>
  ),
  copy: (
    <>
      <rect x="6.75" y="6.75" width="9.5" height="9.5" rx="1.75" />
      <path d="M13.25 6.5V5.25a1.5 1.5 0 0 0-1.5-1.5h-6.5a1.5 1.5 0 0 0-1.5 1.5v6.5a1.5 1.5 0 0 0 1.5 1.5H6.5" />
    </>
  ),
  curve: <path d="M3.25 3.5v11.75a1.25 1.25 0 0 0 1.25 1.25h12.25M6.5 6.5c1 4.5 3 5.75 9.5 6.5" />,
  docs: (
    <path d="M6 2.75h5.5L15 6.25v9.5a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5V4.25A1.5 1.5 0 0 1 6 2.75zM11.25 3v3.5H15M7.5 10.5h5M7.5 13.5h3.5" />
  ),
  dots: <path d="M4.75 10h.01M10 10h.01M15.25 10h.01" strokeWidth="2.25" />,
  down: <path d="M5.5 8l4.5 4.5L14.5 8" />,
  download: <path d="M10 3.5v9M6 9l4 4 4-4M3.75 16.5h12.5" />,
  file: (
    <path d="M6 2.75h5.5L15 6.25v9.5a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5V4.25A1.5 1.5 0 0 1 6 2.75zM11.25 3v3.5H15" />
  ),
  folder: (
    <path d="M2.75 5.75a1.5 1.5 0 0 1 1.5-1.5h3.5l1.75 2h6.25a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5z" />
  ),
  gear: (
    <>
      <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
      <circle cx="12" cy="6" r="2" />
      <circle cx="8" cy="14" r="2" />
    </>
  ),
  globe: (
    <>
      <circle cx="10" cy="10" r="6.75" />
      <path d="M3.5 10h13M10 3.25c2 2 3 4.25 3 6.75s-1 4.75-3 6.75c-2-2-3-4.25-3-6.75s1-4.75 3-6.75" />
    </>
  ),
  half: (
    <>
      <circle cx="10" cy="10" r="6.25" />
      <path d="M10 3.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" stroke="none" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.25v4.25M10 6.6v.1" />
    </>
  ),
  left: <path d="M12 5.5L7.5 10l4.5 4.5" />,
  lock: (
    <>
      <rect x="4.25" y="8.75" width="11.5" height="8" rx="1.75" />
      <path d="M6.75 8.75v-2.5a3.25 3.25 0 0 1 6.5 0v2.5" />
    </>
  ),
  menu: <path d="M3.5 6h13M3.5 10h13M3.5 14h13" />,
  panel: (
    <>
      <rect x="2.75" y="3.75" width="14.5" height="12.5" rx="2" />
      <path d="M12.25 3.75v12.5" />
    </>
  ),
  pause: <path d="M7 5v10M13 5v10" strokeWidth="2" />,
  pen: <path d="M12.75 4.25l3 3L7.25 15.75l-3.75.75.75-3.75zM10.75 6.25l3 3" />,
  plus: <path d="M10 4v12M4 10h12" />,
  star: <path d="M10 3l2.1 4.4 4.8.65-3.5 3.35.85 4.75L10 13.85l-4.25 2.3.85-4.75L3.1 8.05l4.8-.65z" />,
  "star-full": (
    <path d="M10 3l2.1 4.4 4.8.65-3.5 3.35.85 4.75L10 13.85l-4.25 2.3.85-4.75L3.1 8.05l4.8-.65z" fill="currentColor" />
  ),
  right: <path d="M8 5.5l4.5 4.5L8 14.5" />,
  search: (
    <>
      <circle cx="9" cy="9" r="5.25" />
      <path d="M13 13l3.75 3.75" />
    </>
  ),
  send: <path d="M10 16V4.5M5 9.25l5-5 5 5" />,
  shield: (
    <path d="M10 2.75l5.75 2v4.5c0 3.75-2.5 6.5-5.75 8-3.25-1.5-5.75-4.25-5.75-8v-4.5zM7.5 9.75l1.75 1.75 3.25-3.5" />
  ),
  side: (
    <>
      <rect x="2.75" y="3.75" width="14.5" height="12.5" rx="2" />
      <path d="M7.75 3.75v12.5" />
    </>
  ),
  stop: <rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor" />,
  x: <path d="M5.5 5.5l9 9M14.5 5.5l-9 9" />,
  "thumb-up": (
    <path d="M6.25 9l3.25-6a1.75 1.75 0 0 1 1.75 1.75V7.5h4a1.5 1.5 0 0 1 1.5 1.8l-1.1 5.5a1.5 1.5 0 0 1-1.5 1.2H6.25zM6.25 9H3.5v7h2.75" />
  ),
  "thumb-down": (
    <path d="M6.25 11l3.25 6a1.75 1.75 0 0 0 1.75-1.75V12.5h4a1.5 1.5 0 0 0 1.5-1.8l-1.1-5.5a1.5 1.5 0 0 0-1.5-1.2H6.25zM6.25 11H3.5V4h2.75" />
  ),
  up: <path d="M5.5 12L10 7.5l4.5 4.5" />,
  bell: <path d="M5.25 13.75V9a4.75 4.75 0 0 1 9.5 0v4.75l1 1.25H4.25zM8.5 17.25h3" />,
  keyboard: (
    <>
      <rect x="2.75" y="5" width="14.5" height="10" rx="2" />
      <path d="M6 8.25h.01M8.65 8.25h.01M11.35 8.25h.01M14 8.25h.01M6.5 11.75h7" />
    </>
  ),
  newest: <path d="M10 4v11.5M5 10.75l5 5 5-5" />,
  undo: <path d="M7.25 4L4 7.25l3.25 3.25M4.25 7.25h7.5a4.25 4.25 0 0 1 0 8.5H8.5" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof glyphs;

export interface IconProps {
  name: IconName;
  /** m 20 px, s 16 px in buttons and rows, xs 12 px in badges. */
  size?: "m" | "s" | "xs" | undefined;
  className?: string | undefined;
}

/** A glyph beside a word or inside a named button: it is hidden from assistive technology, the words carry the meaning. */
export function Icon({ name, size = "m", className }: IconProps) {
  const classes = ["i", size === "m" ? "" : size, className ?? ""];
  return (
    <svg className={classes.filter(Boolean).join(" ")} viewBox="0 0 20 20" aria-hidden="true">
      {glyphs[name]}
    </svg>
  );
}
