import { useState } from "react";
import { Link, useRoute } from "wouter";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { useFrame } from "../frame/frame-store.ts";
import { usePrivacy } from "../state/privacy.ts";
import { useText } from "../texts.ts";
import "./RestoredLine.css";

const SEEN_KEPT_AS = "cloister.restored-seen";

/** Says at the top of every page that the file of the chats was damaged at this start, until it is closed or Privacy was opened. */
export function RestoredLine() {
  const t = useText();
  const [onPrivacy] = useRoute("/settings/privacy");
  const behind = useFrame((frame) => frame.drawer !== null);
  const restored = usePrivacy((status) => status.restored);
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN_KEPT_AS));
  if (restored === null || seen === restored.keptAt || onPrivacy) return null;
  // The damaged file's path names the damage: another one is told again.
  const close = () => {
    localStorage.setItem(SEEN_KEPT_AS, restored.keptAt);
    setSeen(restored.keptAt);
  };
  return (
    <div className="restored-line banner warn" role="alert" inert={behind}>
      <Icon name="alert" size="s" />
      <p>{t(`app.restored.${restored.how}`)}</p>
      <Link href="/settings/privacy" className="btn text" onClick={close}>
        {t("app.restored.more")}
      </Link>
      <span className="grow" />
      <Button kind="quiet" size="sm" icon="x" label={t("ui.close")} onClick={close} />
    </div>
  );
}
