import { useEffect, useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";

/** The template in a model's file, to read and to copy. Presets put another in its place. */
export function TemplateDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const t = useText();
  const client = useClient();
  const [template, setTemplate] = useState<string | null | undefined>(undefined);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  useEffect(() => {
    client.models.presets.template({ modelId: model.id }).then(
      (answer) => setTemplate(answer.template),
      (error: unknown) => setFault(toErrorShape(error)),
    );
  }, [client, model.id]);
  return (
    <Dialog
      wide
      title={t("library.template", { name: model.name })}
      onClose={onClose}
      actions={
        <>
          {typeof template === "string" && (
            <Button
              icon="copy"
              onClick={() => {
                void navigator.clipboard.writeText(template).then(() => toast(t("library.copied")));
              }}
            >
              {t("library.template.copy")}
            </Button>
          )}
          <Button safe onClick={onClose}>
            {t("library.close")}
          </Button>
        </>
      }
    >
      {fault !== null && <Fault error={fault} />}
      {template === null && <p>{t("library.template.none")}</p>}
      {typeof template === "string" && (
        <>
          <p className="small t2">{t("library.template.text")}</p>
          <pre className="template" tabIndex={0} aria-label={t("library.fact.template")}>
            {template}
          </pre>
        </>
      )}
    </Dialog>
  );
}
