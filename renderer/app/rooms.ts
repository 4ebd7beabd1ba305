import type { IconName } from "#renderer/ui/Icon.tsx";
import type { ActionId } from "./keys/map.ts";
import type { TextKey } from "./texts.ts";

interface Room {
  path: string;
  label: TextKey;
  icon: IconName;
  /** The action, and so the key, that goes there. */
  action: ActionId;
}

/** In the order of the rail. A room is listed when it exists. */
export const rooms: readonly Room[] = [
  { path: "/chat", label: "app.chat", icon: "chat", action: "go-chat" },
  { path: "/documents", label: "app.documents", icon: "docs", action: "go-documents" },
  { path: "/training", label: "app.training", icon: "curve", action: "go-training" },
  { path: "/models", label: "app.models", icon: "box", action: "go-models" },
  { path: "/settings", label: "app.settings", icon: "gear", action: "go-settings" },
];
