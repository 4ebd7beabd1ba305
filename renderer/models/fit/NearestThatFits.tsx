import type { Estimate } from "#main/models/fit/contract.ts";
import type { LoadOptions } from "#main/models/contract.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** The least change with which a model fits that does not, and a button that makes it. */
export function NearestThatFits({
  nearest,
  onUse,
}: {
  nearest: Estimate["nearest"];
  onUse: (change: Partial<LoadOptions>) => void;
}) {
  const t = useText();
  if (nearest === null) return null;
  // Only what is there: the contract knows each option as one that may be missing.
  const change = Object.fromEntries(Object.entries(nearest.change).filter(([, value]) => value !== undefined));
  return (
    <div className="nearest">
      <p className="small t2">{t("models.fit.nearest", { changes: words(nearest.change, t) })}</p>
      <Button onClick={() => onUse(change)}>{t("models.fit.nearest.use")}</Button>
    </div>
  );
}

function words(
  { contextTokens, parallelChats, kvCacheType, gpuLayers }: NonNullable<Estimate["nearest"]>["change"],
  t: Text,
): string {
  return [
    typeof contextTokens === "number" ? t("models.fit.nearest.room", { tokens: contextTokens }) : null,
    parallelChats === 1 ? t("models.fit.nearest.alone") : null,
    kvCacheType === "q8_0" ? t("models.fit.nearest.q8_0") : null,
    kvCacheType === "q4_0" ? t("models.fit.nearest.q4_0") : null,
    gpuLayers === undefined ? null : t("models.fit.nearest.layers"),
  ]
    .filter((part) => part !== null)
    .join(", ");
}
