import { useState } from "react";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";

/** The licence in its own words, where the repository brings them. */
export function Terms({ repository, url }: { repository: string; url: string }) {
  const t = useText();
  const client = useClient();
  const { fault, attempt } = useAttempt();
  const [terms, setTerms] = useState<{ text: string | null } | null>(null);
  const read = () => attempt(client.models.hub.terms({ repository }).then(setTerms));
  return (
    <>
      <Button kind="text" size="sm" className="hub-read" onClick={read}>
        {t("hub.terms")}
      </Button>
      {fault !== null && <Fault error={fault} />}
      {terms !== null && (
        <Dialog
          wide
          title={t("hub.terms")}
          onClose={() => setTerms(null)}
          actions={
            <Button safe onClick={() => setTerms(null)}>
              {t("ui.close")}
            </Button>
          }
        >
          {terms.text === null ? (
            <p>{t("hub.terms.none", { url })}</p>
          ) : (
            <div className="hub-terms-text" tabIndex={0} role="region" aria-label={t("hub.terms")}>
              {terms.text}
            </div>
          )}
        </Dialog>
      )}
    </>
  );
}
