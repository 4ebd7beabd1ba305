import type { ReactNode } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { errorText, useText, type TextValues } from "#renderer/app/texts.ts";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./Icon.tsx";
import { toast } from "./toasts.ts";
import "./Fault.css";

export interface FaultProps {
  /** Worded by its code from the catalogue. */
  error?: ErrorShape | undefined;
  /** What its text says beyond what the error carries. */
  values?: TextValues | undefined;
  /** Words of its own instead, or more than the code says. */
  children?: ReactNode;
  /** `warn` for what only does not fit; `bad` for what went wrong. */
  tone?: "bad" | "warn" | undefined;
  icon?: IconName | undefined;
  /** What to do, the likeliest first. */
  actions?: ReactNode;
  /** Not spoken at once: it was there when the page came. */
  quiet?: boolean | undefined;
}

/** An error where the work was: what happened, to what, what to do. It stays until dealt with, and its details can be copied. */
export function Fault({ error, values, children, tone = "bad", icon = "alert", actions, quiet }: FaultProps) {
  const t = useText();
  const [key, known] = error === undefined ? [] : errorText(error);
  return (
    <div className={tone === "warn" ? "fault warn" : "fault"} role={quiet ? "group" : "alert"}>
      <Icon name={icon} />
      <div>
        {key !== undefined && <p>{t.rich(key, { ...known, ...values })}</p>}
        {children}
      </div>
      {(actions !== undefined || error !== undefined) && (
        <div className="acts">
          {actions}
          {error !== undefined && (
            <Button
              kind="quiet"
              icon="copy"
              tip={t("ui.copyDetailsTip")}
              onClick={() => void copyDetails(error, t("ui.copied"))}
            >
              {t("ui.copyDetails")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Code, message and values; never text of a chat or a document, because no error carries any. */
async function copyDetails(error: ErrorShape, said: string): Promise<void> {
  await navigator.clipboard.writeText(JSON.stringify({ ...error, at: new Date().toISOString() }, null, 2));
  toast(said);
}
