import { Link, useRoute } from "wouter";
import { Icon } from "#renderer/ui/Icon.tsx";
import type { IconName } from "#renderer/ui/Icon.tsx";
import { useKeyCaps } from "#renderer/ui/keys-context.ts";
import { tipProps } from "#renderer/ui/Tooltip.tsx";
import { closeDrawer } from "./frame/frame-store.ts";
import { Pane } from "./frame/Pane.tsx";
import { LIST_FOLDS_UNDER_PX, RAIL_FOLDS_UNDER_PX, useNarrowerThan } from "./frame/use-width.ts";
import { rooms } from "./rooms.ts";
import { useText } from "./texts.ts";
import type { TextKey } from "./texts.ts";

/** The rooms that exist, with their words, always in this order; Settings at the foot. */
export function Rail() {
  const t = useText();
  const folded = useNarrowerThan(RAIL_FOLDS_UNDER_PX);
  return (
    <Pane drawer="rail" as="nav" label={t("app.rooms")} folded={folded} className="rail">
      <Icon name="arch" className="mark" />
      <ul>
        {rooms.map((room) => (
          <li key={room.path} className={room.path === "/settings" ? "foot" : undefined}>
            <RoomLink {...room} />
          </li>
        ))}
      </ul>
    </Pane>
  );
}

function RoomLink({ path, label, icon, action }: { path: string; label: TextKey; icon: IconName; action: string }) {
  const t = useText();
  const [here] = useRoute(`${path}/*?`);
  const caps = useKeyCaps(action);
  const wordless = useNarrowerThan(LIST_FOLDS_UNDER_PX);
  return (
    <Link
      href={path}
      aria-current={here ? "page" : undefined}
      aria-keyshortcuts={caps?.join("+")}
      onClick={closeDrawer}
      {...tipProps(wordless ? t(label) : undefined, caps)}
    >
      <Icon name={icon} />
      <span>{t(label)}</span>
    </Link>
  );
}
