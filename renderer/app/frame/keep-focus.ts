const focusable = "a[href], button, input, select, textarea, [tabindex='0']";

/**
 * Keeps the place of who works with the keys. Where what had the focus is gone (a button that did its work, a row that was deleted, the
 * page behind a tab) the browser would begin again at the top of the window; here the focus goes to what stands nearest.
 * Returns what stops it.
 */
export function keepFocus(): () => void {
  let lost: LastFocus | null = null;
  const onFocus = (event: FocusEvent) => {
    const { target } = event;
    // Somebody with a pointer is not brought anywhere.
    lost = target instanceof HTMLElement && target.matches(":focus-visible") ? lastFocus(target) : null;
  };
  const observer = new MutationObserver(() => {
    if (lost === null || lost.element.isConnected || !isNowhere()) return;
    const gone = lost;
    lost = null;
    // What was done may bring the focus somewhere itself, when it is drawn.
    requestAnimationFrame(() => {
      if (isNowhere()) nearest(gone)?.focus({ focusVisible: true });
    });
  });
  document.addEventListener("focusin", onFocus);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", onFocus);
    observer.disconnect();
  };
}

interface LastFocus {
  readonly element: HTMLElement;
  /** From its parent up to its region. */
  readonly around: readonly HTMLElement[];
  /** Finds the choice that stands for it where the same choices are drawn anew. */
  readonly group: string | null;
}

function lastFocus(element: HTMLElement): LastFocus {
  const around: HTMLElement[] = [];
  for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
    around.push(at);
    if (at.dataset["region"] !== undefined) break;
  }
  return { element, around, group: element.closest("[role='radiogroup']")?.getAttribute("aria-label") ?? null };
}

function nearest({ around, group }: LastFocus): HTMLElement | null {
  const twin = group === null ? null : `[role='radiogroup'][aria-label="${CSS.escape(group)}"] input:checked`;
  const again = twin === null ? null : document.querySelector<HTMLElement>(twin);
  if (again !== null) return again;
  for (const place of around) {
    if (!place.isConnected) continue;
    const found = place.matches(focusable) ? place : firstIn(place);
    if (found !== null) return found;
  }
  return document.getElementById("main");
}

function firstIn(place: HTMLElement): HTMLElement | null {
  const all = [...place.querySelectorAll<HTMLElement>(focusable)];
  return (
    all.find((one) => one.checkVisibility() && !one.matches(":disabled") && one.closest("[inert]") === null) ?? null
  );
}

function isNowhere(): boolean {
  return document.activeElement === document.body || document.activeElement === null;
}
