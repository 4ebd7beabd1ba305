import { useIsLost } from "#renderer/rpc/connection.ts";
import { useText } from "./texts.ts";

/** Why nothing can be asked of the app process now: the `reason` of buttons whose work goes on there; undefined while it can. */
export function useLostReason(): string | undefined {
  const t = useText();
  return useIsLost() ? t("app.connectionUnreached") : undefined;
}
