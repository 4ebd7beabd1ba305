import { Icon } from "#renderer/ui/Icon.tsx";
import { tipProps } from "#renderer/ui/Tooltip.tsx";
import { useFrame } from "../frame/frame-store.ts";
import { usePrivacy } from "../state/privacy.ts";
import { useText } from "../texts.ts";
import { useGoTo } from "../use-go-to.ts";
import { EngineAndMemory } from "./EngineAndMemory.tsx";
import { JobsButton } from "./JobsButton.tsx";
import { NoticesButton } from "./NoticesButton.tsx";
import { signOf } from "./sign.ts";
import "./StatusBar.css";

/** The sign at the left, never covered; jobs, notices and memory at the right. */
export function StatusBar() {
  const behind = useFrame((frame) => frame.drawer !== null);
  return (
    <footer className="status" data-region="status" tabIndex={-1} inert={behind}>
      <Sign />
      <span className="end">
        <NoticesButton />
        <JobsButton />
        <EngineAndMemory />
      </span>
    </footer>
  );
}

/** Whether anything leaves this computer, in words. Opens Privacy. */
function Sign() {
  const t = useText();
  const goTo = useGoTo();
  const privacy = usePrivacy((status) => status);
  if (privacy === null) return <span className="sign">{t("app.sign.asking")}</span>;
  const sign = signOf(privacy);
  return (
    <button
      type="button"
      className={sign.online ? "sign online" : "sign"}
      onClick={() => goTo("/settings/privacy")}
      {...tipProps(t(sign.online ? "app.sign.onlineTip" : "app.sign.tip"))}
    >
      <Icon name={sign.online ? "globe" : "shield"} size="s" />
      <span>{t(sign.key, sign.values)}</span>
    </button>
  );
}
