import { useState } from "react";
import type { Model } from "#main/models/contract.ts";
import type { Quantisation, QuantisePlan } from "#main/models/quantise/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { type Text, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { SizeChoice } from "./SizeChoice.tsx";
import { TextChoice } from "./TextChoice.tsx";
import type { JudgingText } from "./text-file.ts";
import { useOptions, usePlan } from "./use-plan.ts";

export interface QuantiseDialogProps {
  model: Model;
  onClose: () => void;
}

/** How small a copy shall be, and by which text it is judged. One dialog from the first moment: what can be made comes into it. */
export function QuantiseDialog({ model, onClose }: QuantiseDialogProps) {
  const t = useText();
  const client = useClient();
  const { options, fault: optionsFault } = useOptions(model.id);
  const [chosen, setType] = useState<Quantisation | null>(null);
  const [text, setText] = useState<JudgingText | null>(null);
  const [wantsImportance, setImportance] = useState(false);
  const [wantsAgain, setAgain] = useState(false);
  const [startFault, setFault] = useState<ErrorShape | null>(null);
  const type = chosen ?? options?.usual ?? null;
  const { plan, fault: planFault } = usePlan(model.id, type);
  const needsText = plan?.needsText === true;
  const again = options?.quantisedAs === null || wantsAgain;
  const fault = startFault ?? optionsFault ?? planFault;
  const make = () => {
    if (type === null) return;
    const useImportance = text !== null && (needsText || wantsImportance);
    client.models.quantise
      .start({ modelId: model.id, type, text, useImportance, again })
      .then(onClose, (error: unknown) => {
        setFault(toErrorShape(error));
      });
  };

  return (
    <Dialog
      wide
      title={t("quantise.dialog", { name: model.name })}
      onClose={onClose}
      actions={
        <>
          <Button safe onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          {options !== null && (
            <Button kind="go" reason={reasonNot(plan, again, text, t)} onClick={make}>
              {t("quantise.make")}
            </Button>
          )}
        </>
      }
    >
      <p>{t("quantise.explained")}</p>
      {options === null && fault === null && <p className="small t2">{t("ui.loading")}</p>}
      {options !== null && options.quantisedAs !== null && (
        <Fault tone="warn" quiet>
          <p>{t.rich("quantise.again", { type: options.quantisedAs })}</p>
          <label className="row">
            <Switch checked={again} onChange={setAgain} label={t("quantise.again.do")} />
            <span>{t("quantise.again.do")}</span>
          </label>
        </Fault>
      )}
      {options !== null && type !== null && <SizeChoice options={options} type={type} plan={plan} onChange={setType} />}
      {options?.takesText && (
        <>
          <TextChoice
            label={needsText ? t("quantise.text.needed") : t("quantise.text")}
            help={t("quantise.text.help")}
            value={text}
            onChange={setText}
          />
          <label className="row importance">
            <Switch
              checked={text !== null && (needsText || wantsImportance)}
              onChange={setImportance}
              label={t("quantise.importance")}
              reason={
                text === null
                  ? t("quantise.importance.noText")
                  : needsText
                    ? t("quantise.importance.needed")
                    : undefined
              }
            />
            <span className="grow">
              {t("quantise.importance")}
              <span className="tiny t3">{t("quantise.importance.help")}</span>
            </span>
          </label>
        </>
      )}
      {fault !== null && <Fault error={fault} />}
    </Dialog>
  );
}

/** Why it cannot be made yet. */
function reasonNot(plan: QuantisePlan | null, again: boolean, text: JudgingText | null, t: Text): string | undefined {
  if (plan === null) return t("quantise.plan.working");
  if (!again) return t("quantise.again.reason");
  if (plan.bytes > plan.freeBytes) return t("quantise.plan.noRoom");
  if (plan.needsText && text === null) return t("quantise.text.reason");
  return undefined;
}
