import { useEffect, useRef, useState } from "react";
import { placeBeside } from "./place.ts";
import "./Tooltip.css";

const HOVER_DELAY_MS = 500;

/** Attributes for anything that has a tooltip; one layer for the whole page draws them all. */
export function tipProps(text: string | undefined, caps: readonly string[] | null = null) {
  if (text === undefined && caps === null) return {};
  return { "data-tip": text ?? "", "data-tip-keys": caps?.join(" ") };
}

interface Shown {
  anchor: Element;
  text: string;
  keys: string | null;
}

/**
 * Shows the tooltip of what the pointer rests on or the keyboard has reached. It repeats what the element's own name and
 * description say, so it is hidden from assistive technology. Esc hides it.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      setShown(null);
    };
    const show = (target: EventTarget | null, delayMs: number) => {
      clearTimeout(timer);
      const anchor = target instanceof Element ? target.closest("[data-tip]") : null;
      if (anchor === null) {
        setShown(null);
        return;
      }
      timer = setTimeout(() => {
        const text = anchor.getAttribute("data-tip") ?? "";
        if (anchor.isConnected) setShown({ anchor, text, keys: anchor.getAttribute("data-tip-keys") });
      }, delayMs);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType !== "touch") show(event.target, HOVER_DELAY_MS);
    };
    const focus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(":focus-visible")) show(event.target, 0);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    const listeners = [
      ["pointerover", over],
      ["focusin", focus],
      ["focusout", hide],
      ["pointerdown", hide],
      ["scroll", hide],
      ["keydown", key],
    ] as const;
    for (const [name, listener] of listeners) document.addEventListener(name, listener as EventListener, true);
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of listeners) document.removeEventListener(name, listener as EventListener, true);
    };
  }, []);

  useEffect(() => {
    const tip = ref.current;
    if (tip === null) return;
    if (shown === null) {
      tip.hidePopover();
      return;
    }
    // Shown again each time: the newest popover lies above an open dialog or menu.
    tip.hidePopover();
    tip.showPopover();
    placeBeside(tip, shown.anchor.getBoundingClientRect(), "center");
  }, [shown]);

  return (
    <div ref={ref} className="tip" popover="manual" aria-hidden="true">
      {shown?.text && <span>{shown.text}</span>}
      {shown?.keys && <kbd>{shown.keys}</kbd>}
    </div>
  );
}
