import { useState } from "react";
import type { ModelCopy } from "#main/models/quantise/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextChoice } from "./TextChoice.tsx";
import type { JudgingText } from "./text-file.ts";

/** By which text a copy is compared with its original. */
export function CompareDialog({ copy, onClose }: { copy: ModelCopy; onClose: () => void }) {
  const t = useText();
  const client = useClient();
  const [text, setText] = useState<JudgingText | null>(null);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const compare = () => {
    if (text === null) return;
    client.models.quantise.compare({ modelId: copy.modelId, text }).then(onClose, (error: unknown) => {
      setFault(toErrorShape(error));
    });
  };
  return (
    <Dialog
      wide
      title={t("quantise.compare.dialog", { name: copy.sourceName })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={text === null ? t("quantise.text.reason") : undefined} onClick={compare}>
            {t("quantise.compare")}
          </Button>
        </>
      }
    >
      <p>{t("quantise.compare.explained")}</p>
      <TextChoice label={t("quantise.text.needed")} help={t("quantise.text.help")} value={text} onChange={setText} />
      {fault !== null && <Fault error={fault} />}
    </Dialog>
  );
}
