import type { ReactNode } from "react";

/** Headings of an answer stand one level below the page's own title. */
interface HeadingProps {
  children?: ReactNode;
  id?: string | undefined;
}

export function Heading2({ children, id }: HeadingProps) {
  return <h2 id={id}>{children}</h2>;
}

export function Heading3({ children, id }: HeadingProps) {
  return <h3 id={id}>{children}</h3>;
}

export function Heading4({ children, id }: HeadingProps) {
  return <h4 id={id}>{children}</h4>;
}

export function Heading5({ children, id }: HeadingProps) {
  return <h5 id={id}>{children}</h5>;
}

export function Heading6({ children, id }: HeadingProps) {
  return <h6 id={id}>{children}</h6>;
}
