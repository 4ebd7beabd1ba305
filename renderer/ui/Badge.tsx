import type { ReactNode } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./Icon.tsx";
import "./Badge.css";

export interface BadgeProps {
  tone?: "neutral" | "ok" | "warn" | "bad" | "on" | undefined;
  /** A shape beside the colour. Left out only where the word stands alone. */
  icon?: IconName | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  const classes = ["badge", tone === "neutral" ? "" : tone, icon ? "" : "plain", className ?? ""];
  return (
    <span className={classes.filter(Boolean).join(" ")}>
      {icon && <Icon name={icon} size="xs" />}
      {children}
    </span>
  );
}

/** How a model stands to the memory that is free, as `Fit["state"]` of the models says it. */
export type FitState = "fits" | "tight" | "part-on-card" | "too-large" | "unknown";

const fits = {
  fits: { tone: "ok", icon: "check" },
  tight: { tone: "warn", icon: "half" },
  "part-on-card": { tone: "warn", icon: "half" },
  "too-large": { tone: "bad", icon: "x" },
  unknown: { tone: "neutral", icon: "info" },
} as const;

export interface FitBadgeProps {
  state: FitState;
  className?: string | undefined;
  /** Words of its own ("3.1 GB to spare"); otherwise the state's. */
  children?: ReactNode;
}

export function FitBadge({ state, className, children }: FitBadgeProps) {
  const t = useText();
  const { tone, icon } = fits[state];
  return (
    <Badge tone={tone} icon={icon} className={className}>
      {children ?? t(`fit.${state}`)}
    </Badge>
  );
}
