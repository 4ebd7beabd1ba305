import type { ReactNode } from "react";
import { Icon, type IconName } from "#renderer/ui/Icon.tsx";

/** A sentence with a sign before it. */
export function NoteLine({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <p className="note-line">
      <Icon name={icon} size="s" />
      <span>{children}</span>
    </p>
  );
}
