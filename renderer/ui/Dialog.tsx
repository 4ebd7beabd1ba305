import type { ReactNode } from "react";
import { useId, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import "./Dialog.css";

const FIELDS = "input, textarea, select";

export interface DialogProps {
  /** The question. */
  title: string;
  children?: ReactNode;
  /** Buttons, the safe one first and marked `safe`: it gets the focus. */
  actions?: ReactNode;
  wide?: boolean | undefined;
  /** It holds a text to be read, which is no description to be read out when it opens. */
  reading?: boolean | undefined;
  /** Esc, a press outside, or a button. The dialog is open while it is rendered. */
  onClose: () => void;
}

/** For what cannot be undone or leaves the machine; everything else is done, and Undo is offered. */
export function Dialog({ title, children, actions, wide, reading, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  // It opens, and gives the focus back, in the same step in which it is drawn and taken away: a key that is pressed meanwhile must find it.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const before = document.activeElement;
    dialog.showModal();
    const first = dialog.querySelector<HTMLElement>("[data-safe]") ?? dialog.querySelector<HTMLElement>(FIELDS);
    // The ring shows what Enter would do, also after a click.
    first?.focus({ focusVisible: true });
    return () => {
      dialog.close();
      if (!(before instanceof HTMLElement) || !before.isConnected) return;
      // What opened it may have been folded away meanwhile.
      if (before.checkVisibility()) before.focus();
      else document.getElementById("main")?.focus();
    };
  }, []);

  // In the body: a pane that is folded away while its dialog is open would hide it, and it would still hold the page.
  return createPortal(
    <dialog
      ref={ref}
      className={wide ? "dialog wide" : "dialog"}
      aria-labelledby={`${id}-title`}
      aria-describedby={children === undefined || reading ? undefined : `${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current && isOutside(event.clientX, event.clientY, ref.current)) onClose();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children !== undefined && (
        <div id={`${id}-text`} className="dialog-text">
          {children}
        </div>
      )}
      {actions && <div className="acts">{actions}</div>}
    </dialog>,
    document.body,
  );
}

/** The dialog's own backdrop belongs to its element: only the place tells them apart. */
export function isOutside(x: number, y: number, element: Element): boolean {
  const box = element.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
