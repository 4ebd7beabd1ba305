import { useEffect, useEffectEvent, useRef, useState } from "react";
import { capsOf, chordOf, isKeptByBrowser } from "#renderer/app/keys/chord.ts";
import type { Chord } from "#renderer/app/keys/chord.ts";
import { useKeyChoices } from "#renderer/app/keys/Keyboard.tsx";
import { chordFor, conflictOf, keyMap, usualChord } from "#renderer/app/keys/map.ts";
import type { ActionId, KeyChoices } from "#renderer/app/keys/map.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { KeyCapRow } from "#renderer/ui/Kbd.tsx";

export interface KeyRowProps {
  id: ActionId;
  label: string;
  choices: Readonly<Record<string, Chord | null>>;
  recording: boolean;
  onRecord: (id: ActionId | null) => void;
  onChoose: (choices: Record<string, Chord | null>) => void;
}

/** One action and its key; while it is changed the row waits for the new keys. */
export function KeyRow({ id, label, choices, recording, onRecord, onChoose }: KeyRowProps) {
  const t = useText();
  const { inBrowser, mac } = useKeyChoices();
  const [wanted, setWanted] = useState<Chord | null>(null);
  const chord = chordFor(id, choices, inBrowser);
  const usual = usualChord(id, inBrowser);
  const other = wanted === null ? null : conflictOf(id, wanted, choices, inBrowser);

  const stop = () => {
    setWanted(null);
    onRecord(null);
  };
  const choose = (next: Chord) => {
    const free = conflictOf(id, next, choices, inBrowser) === null && !(inBrowser && isKeptByBrowser(next));
    if (free) {
      onChoose(withChoice(choices, id, next, usual));
      stop();
      return;
    }
    setWanted(next);
    onRecord(id);
  };

  return (
    <tr>
      <td>
        {label}
        {recording && wanted !== null && (
          <div className="key-conflict" role="alert">
            <Icon name="alert" size="s" />
            {other === null ? (
              <span>{t("settings.keys.browser", { keys: capsOf(wanted, mac).join(" ") })}</span>
            ) : (
              <>
                <span>
                  {t("settings.keys.conflict", { keys: capsOf(wanted, mac).join(" "), other: labelOf(t, other) })}
                </span>
                <Button
                  onClick={() => {
                    onChoose({ ...withChoice(choices, id, wanted, usual), [other]: null });
                    stop();
                  }}
                >
                  {t("settings.keys.takeOver")}
                </Button>
              </>
            )}
          </div>
        )}
      </td>
      <td>
        {recording ? (
          <KeyCatcher label={t("settings.keys.press")} onChord={choose} onStop={stop} />
        ) : chord === null ? (
          <span className="t3">{t("settings.keys.off")}</span>
        ) : (
          <>
            <span className="key-words">{capsOf(chord, mac).join(" ")}</span>
            <KeyCapRow caps={capsOf(chord, mac)} />
          </>
        )}
      </td>
      <td className="end">
        {recording ? (
          <Button kind="text" onClick={stop}>
            {t("ui.cancel")}
          </Button>
        ) : (
          <>
            {chord !== usual && usual !== null && (
              <Button
                kind="text"
                aria-label={t("settings.keys.resetOne", { action: label })}
                onClick={() => choose(usual)}
              >
                {t("settings.keys.reset")}
              </Button>
            )}
            {chord !== null && (
              <Button
                kind="text"
                aria-label={t("settings.keys.switchOffOne", { action: label })}
                onClick={() => onChoose({ ...choices, [id]: null })}
              >
                {t("settings.keys.switchOff")}
              </Button>
            )}
            <Button
              kind="text"
              aria-label={t("settings.keys.changeOne", { action: label })}
              onClick={() => onRecord(id)}
            >
              {t("settings.keys.change")}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

/** Takes the next keys that are pressed. Esc and Tab leave it, so neither can be chosen here. */
function KeyCatcher({
  label,
  onChord,
  onStop,
}: {
  label: string;
  onChord: (chord: Chord) => void;
  onStop: () => void;
}) {
  const { mac } = useKeyChoices();
  const ref = useRef<HTMLSpanElement>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Tab" || event.isComposing) return;
    // Before the shell sees it: the keys are to be chosen, not to act.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      onStop();
      return;
    }
    const chord = chordOf(event, mac);
    if (chord !== null) onChord(chord);
  });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    element.addEventListener("keydown", listener);
    element.focus();
    return () => element.removeEventListener("keydown", listener);
  }, []);
  return (
    <span ref={ref} className="key-press" role="textbox" tabIndex={0} aria-label={label} aria-readonly="true">
      {label}
    </span>
  );
}

/** The usual key is no choice: it is left out, so that a later change of the usual ones is followed. */
function withChoice(choices: KeyChoices, id: string, chord: Chord, usual: Chord | null): Record<string, Chord | null> {
  const rest = Object.fromEntries(Object.entries(choices).filter(([name]) => name !== id));
  return chord === usual ? rest : { ...rest, [id]: chord };
}

function labelOf(t: ReturnType<typeof useText>, id: ActionId): string {
  const entry = keyMap.find((one) => one.id === id);
  return entry === undefined ? id : t(entry.label);
}
