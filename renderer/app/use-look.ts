import { useEffect } from "react";
import { useSettings } from "./state/settings.ts";

const LOOK_KEPT_AS = "cloister.look";
const ROOT_PX = 16;

interface Look {
  theme: "system" | "light" | "dark";
  readingSizePx: number;
  readingFont: "serif" | "sans";
}

/** Theme and type of texts as the settings say. Kept in the browser too, so that the next start does not flash in another theme. */
export function useLook(): void {
  const theme = useSettings((settings) => settings.theme);
  const readingSizePx = useSettings((settings) => settings.readingSizePx);
  const readingFont = useSettings((settings) => settings.readingFont);

  useEffect(() => {
    if (theme === null || readingSizePx === null || readingFont === null) {
      const kept = keptLook();
      if (kept !== null) apply(kept);
      return;
    }
    const look = { theme, readingSizePx, readingFont };
    apply(look);
    localStorage.setItem(LOOK_KEPT_AS, JSON.stringify(look));
  }, [theme, readingSizePx, readingFont]);
}

function apply({ theme, readingSizePx, readingFont }: Look): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  root.style.setProperty("--t-read", `${readingSizePx / ROOT_PX}rem`);
  root.style.setProperty("--read", `var(--${readingFont})`);
}

function keptLook(): Look | null {
  try {
    const look = JSON.parse(localStorage.getItem(LOOK_KEPT_AS) ?? "null") as Look | null;
    return look !== null && Number.isFinite(look.readingSizePx) ? look : null;
  } catch {
    return null;
  }
}
