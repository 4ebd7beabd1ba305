import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import type { Offer } from "./use-hub.ts";

export interface GetButtonProps {
  offer: Offer;
  /** The model that is here already. */
  modelId: string | null;
  kind?: "go" | "outlined";
  onDownload: (offer: Offer) => void;
  onUse: (modelId: string) => void;
}

/** Download it, use it once it is here, or that it is on its way. */
export function GetButton({ offer, modelId, kind = "outlined", onDownload, onUse }: GetButtonProps) {
  const t = useText();
  const { name } = offer;
  const isComing = useJobs((jobs) =>
    jobs.some((job) => job.kind === "download-model" && job.subject === name && isOpen(job)),
  );
  if (modelId !== null) {
    return (
      <Button aria-label={t("hub.use.of", { name })} onClick={() => onUse(modelId)}>
        {t("models.use")}
      </Button>
    );
  }
  if (isComing === true) return <Badge tone="on">{t("hub.coming")}</Badge>;
  return (
    <Button kind={kind} aria-label={t("hub.download.of", { name })} onClick={() => onDownload(offer)}>
      {t("hub.download")}
    </Button>
  );
}
