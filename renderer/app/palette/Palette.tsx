import type { KeyboardEvent } from "react";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { FitBadge } from "#renderer/ui/Badge.tsx";
import { isOutside } from "#renderer/ui/Dialog.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { KeyCapRow } from "#renderer/ui/Kbd.tsx";
import { useKeyCaps } from "#renderer/ui/keys-context.ts";
import { useText } from "../texts.ts";
import { nextIndex } from "./next-index.ts";
import { closePalette } from "./palette-store.ts";
import { usePaletteGroups } from "./use-palette-groups.ts";
import type { PaletteItem } from "./use-palette-groups.ts";
import "./Palette.css";

/** Go to, open or do: one list for rooms, chats, models and actions, by the keyboard alone. */
export function Palette() {
  const t = useText();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const groups = usePaletteGroups(typed);
  const allKeys = useKeyCaps("all-keys");
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  const items = groups.flatMap((group) => group.items);
  const at = Math.min(chosen, items.length - 1);
  const optionId = (index: number) => `${id}-${index}`;

  // In the step in which it is drawn: what is typed at once belongs into its field.
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector("input")?.focus();
    return () => {
      element?.close();
      // What was run may have moved the focus on.
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body)
        before.focus();
    };
  }, []);

  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at, typed]);

  const runItem = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    closePalette();
    // After the dialog has let go of the focus.
    setTimeout(item.run, 0);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || items.length === 0) return;
    const next = nextIndex(
      event,
      at,
      groups.map((group) => group.items.length),
    );
    if (next !== null) {
      event.preventDefault();
      setChosen(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      runItem(items[at]);
    }
  };

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("keys.palette")}
      onCancel={(event) => {
        event.preventDefault();
        closePalette();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current && isOutside(event.clientX, event.clientY, dialog.current)) closePalette();
      }}
    >
      <label className="ask">
        <Icon name="search" />
        <span className="sr">{t("keys.palette")}</span>
        <input
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={`${id}-found`}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? optionId(at) : undefined}
          placeholder={t("keys.palette")}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>{t("app.palette.esc")}</kbd>
      </label>
      <div className="hits" id={`${id}-found`} role="listbox" aria-label={t("app.palette.found")}>
        {groups.map((group, groupIndex) => {
          const first = groups.slice(0, groupIndex).reduce((sum, one) => sum + one.items.length, 0);
          return (
            <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
              <div className="gh" id={`${id}-${group.id}`}>
                {t(group.label)}
              </div>
              {group.items.map((item, index) => (
                <Option
                  key={item.id}
                  id={optionId(first + index)}
                  item={item}
                  selected={first + index === at}
                  onPoint={() => setChosen(first + index)}
                  onRun={() => runItem(item)}
                />
              ))}
            </div>
          );
        })}
      </div>
      {items.length === 0 && <p className="nothing">{t("app.palette.nothing", { typed })}</p>}
      <p className="sr" role="status">
        {typed === "" ? "" : t("app.palette.count", { count: items.length })}
      </p>
      <p className="keys">
        <span>{t("app.palette.choose")}</span>
        <span>{t("app.palette.open")}</span>
        <span>{t("app.palette.group")}</span>
        <span>{allKeys && t("app.palette.allKeys", { keys: allKeys.join(" ") })}</span>
      </p>
    </dialog>
  );
}

interface OptionProps {
  id: string;
  item: PaletteItem;
  selected: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function Option({ id, item, selected, onPoint, onRun }: OptionProps) {
  const caps = useKeyCaps(item.action);
  return (
    <div
      id={id}
      className="opt"
      role="option"
      aria-selected={selected}
      onPointerMove={selected ? undefined : onPoint}
      onClick={onRun}
    >
      <Icon name={item.icon} size="s" />
      <span className="cut">{item.name}</span>
      <span className="sub cut">{item.sub}</span>
      {item.fit && <FitBadge state={item.fit} />}
      <KeyCapRow caps={caps} />
    </div>
  );
}
