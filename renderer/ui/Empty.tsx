import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import "./Empty.css";

export interface EmptyProps {
  title: string;
  /** One sentence: what the room is for. */
  children?: ReactNode;
  /** One button, and at most one example. */
  actions?: ReactNode;
  /** The level that the page's outline needs here. */
  level?: 1 | 2 | undefined;
}

export function Empty({ title, children, actions, level = 2 }: EmptyProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="empty">
      <Icon name="arch" className="big" />
      <Heading>{title}</Heading>
      {children !== undefined && <p>{children}</p>}
      {actions !== undefined && <div className="acts">{actions}</div>}
    </div>
  );
}
