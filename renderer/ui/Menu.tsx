import type { ButtonHTMLAttributes, KeyboardEvent, MouseEvent, ReactNode, Ref } from "react";
import { createContext, useContext, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "./Icon.tsx";
import type { IconName } from "./Icon.tsx";
import { Kbd } from "./Kbd.tsx";
import { useKeyCaps } from "./keys-context.ts";
import { itemFor } from "./menu-keys.ts";
import { placeBeside } from "./place.ts";
import { tipProps } from "./Tooltip.tsx";
import "./Menu.css";

/** Spread on the button that opens the menu. */
export interface MenuTrigger {
  ref: Ref<HTMLButtonElement>;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  "aria-controls": string;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

export interface MenuProps {
  label: string;
  trigger: (props: MenuTrigger) => ReactNode;
  children: ReactNode;
  /** A line under the choices: what choosing costs. */
  note?: ReactNode;
  /** 240 px for a row's own actions; 380 otherwise. */
  narrow?: boolean | undefined;
  align?: "start" | "end" | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

const CloseContext = createContext<() => void>(() => undefined);

/** Opens at its button: arrows, Home, End, type-ahead; Esc and a choice return the focus. */
export function Menu({ label, trigger, children, note, narrow, align = "end", onOpenChange }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  const id = useId();

  const close = () => menu.current?.hidePopover();
  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role^='menuitem']") ?? [])];

  const onToggle = (isOpen: boolean) => {
    setOpen(isOpen);
    onOpenChange?.(isOpen);
  };

  // Once its choices are drawn: only then its size is known, and there is something to focus.
  useLayoutEffect(() => {
    if (!open || menu.current === null || button.current === null) return;
    placeBeside(menu.current, button.current.getBoundingClientRect(), align);
    const all = [...menu.current.querySelectorAll<HTMLElement>("[role^='menuitem']")];
    (all.find((item) => item.getAttribute("aria-checked") === "true") ?? all[0])?.focus();
  }, [open, align]);

  // Its button stands elsewhere in a window of another size.
  useEffect(() => {
    if (!open) return;
    const placeAgain = () => {
      if (menu.current === null || button.current === null) return;
      if (button.current.checkVisibility()) placeBeside(menu.current, button.current.getBoundingClientRect(), align);
      else menu.current.hidePopover();
    };
    window.addEventListener("resize", placeAgain);
    return () => window.removeEventListener("resize", placeAgain);
  }, [open, align]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Tab") {
      event.preventDefault();
      close();
      button.current?.focus();
      return;
    }
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    if (event.timeStamp - typed.current.at > 700) typed.current.text = "";
    const next = itemFor(
      event.key,
      at,
      all.map((item) => item.textContent),
      typed.current.text,
    );
    if (next === null) return;
    typed.current = { text: next.typed, at: event.timeStamp };
    event.preventDefault();
    all[next.index]?.focus();
  };

  return (
    <>
      {trigger({
        ref: button,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        "aria-controls": id,
        onClick: () => menu.current?.togglePopover(),
      })}
      <div
        ref={menu}
        id={id}
        className={narrow ? "menu small-menu" : "menu"}
        popover="auto"
        onToggle={(event) => onToggle(event.newState === "open")}
        onKeyDown={onKeyDown}
      >
        <CloseContext value={close}>
          <div role="menu" aria-label={label}>
            {open && children}
          </div>
          {open && note !== undefined && <p className="note">{note}</p>}
        </CloseContext>
      </div>
    </>
  );
}

export interface MenuItemProps {
  onSelect: () => void;
  children: ReactNode;
  icon?: IconName | undefined;
  /** Given: one of a set of which one is chosen. */
  checked?: boolean | undefined;
  badge?: ReactNode;
  /** A second line. */
  sub?: ReactNode;
  action?: string | undefined;
  /** Why it cannot be chosen now. */
  reason?: string | undefined;
  bad?: boolean | undefined;
}

export function MenuItem({ onSelect, children, icon, checked, badge, sub, action, reason, bad }: MenuItemProps) {
  const close = useContext(CloseContext);
  const caps = useKeyCaps(action);
  const role: ButtonHTMLAttributes<HTMLButtonElement>["role"] = checked === undefined ? "menuitem" : "menuitemradio";
  const glyph = checked === true ? "check" : icon;
  return (
    <button
      type="button"
      className={bad ? "opt bad" : "opt"}
      role={role}
      tabIndex={-1}
      aria-checked={checked}
      aria-disabled={reason === undefined ? undefined : true}
      aria-keyshortcuts={caps?.join("+")}
      {...tipProps(reason)}
      onClick={() => {
        if (reason !== undefined) return;
        close();
        onSelect();
      }}
    >
      {glyph === undefined ? <span /> : <Icon name={glyph} size="s" />}
      <span className="cut">{sub === undefined ? children : <b>{children}</b>}</span>
      {badge ?? <Kbd caps={caps} />}
      {sub !== undefined && <span className="sub">{sub}</span>}
      {reason !== undefined && <span className="sub">{reason}</span>}
    </button>
  );
}

export function MenuSeparator() {
  return <div className="apart" role="separator" />;
}
