import { useContext, type ReactNode } from "react";
import { HeadingDepths, levelOf } from "./heading-levels.ts";

interface HeadingProps {
  children?: ReactNode;
  id?: string | undefined;
}

/** A heading of this depth in Markdown, at the level that it has on the page; it looks as deep as it was written. */
function headingOf(depth: number) {
  return function Heading({ children, id }: HeadingProps) {
    const level = levelOf(depth, useContext(HeadingDepths));
    const Tag = `h${String(level)}` as "h2" | "h3" | "h4" | "h5" | "h6";
    return (
      <Tag id={id} className={`md-h${String(depth)}`}>
        {children}
      </Tag>
    );
  };
}

export const headings = {
  h1: headingOf(1),
  h2: headingOf(2),
  h3: headingOf(3),
  h4: headingOf(4),
  h5: headingOf(5),
  h6: headingOf(6),
};
