import type { ReactNode } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import type { Settings } from "#main/settings/contract.ts";
import { useSettings } from "#renderer/app/state/settings.ts";
import { Fault } from "#renderer/ui/Fault.tsx";
import { useSaving } from "./use-saving.ts";

export interface SettingsPageProps {
  children: (settings: Settings, save: (change: Partial<Settings>) => void) => ReactNode;
  /** What another call of the page went wrong with. */
  problem?: ErrorShape | null;
}

/** The frame of a page of settings: what is saved, how to change it, and what went wrong. */
export function SettingsPage({ children, problem }: SettingsPageProps) {
  const settings = useSettings((all) => all);
  const saving = useSaving();
  if (settings === null) return null;
  const shown = saving.problem ?? problem ?? null;
  return (
    <div className="page mid settings">
      {shown !== null && <Fault error={shown} />}
      {children(settings, saving.save)}
    </div>
  );
}
