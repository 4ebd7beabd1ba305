import { useEffect, useRef, useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "./Button.tsx";
import { closeToast, undoLast, useToasts } from "./toasts.ts";
import "./Toast.css";

const SHOWN_MS = 8_000;

/** Bottom left above the status bar, one at a time, 8 s; the time stands still while one points at it or is inside. */
export function ToastLayer() {
  const t = useText();
  const shown = useToasts((state) => state.shown);
  const [held, setHeld] = useState(false);
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (shown === null) ref.current?.hidePopover();
    else ref.current?.showPopover();
  }, [shown]);

  useEffect(() => {
    if (shown === null || held) return;
    const timer = setTimeout(closeToast, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown, held]);

  return (
    <>
      <div className="sr" role="status">
        {shown?.text}
      </div>
      <div
        ref={ref}
        className="toast"
        role="region"
        aria-label={t("ui.notice")}
        popover="manual"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        <span className="grow">{shown?.text}</span>
        {shown?.undo && (
          <Button kind="text" action="undo" onClick={undoLast}>
            {t("ui.undo")}
          </Button>
        )}
        <Button kind="quiet" size="sm" icon="x" label={t("ui.close")} onClick={closeToast} />
      </div>
    </>
  );
}
