import { useState } from "react";
import type { ShelfAdapter } from "#main/models/adapters/contract.ts";
import type { Model } from "#main/models/contract.ts";
import type { MergeOffer, MergeType } from "#main/models/outputs/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { mostStrength, strengthStep, usualStrength } from "#renderer/app/state/adapter-uses.ts";
import { type Text, type TextKey, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { formatBytes } from "#renderer/ui/units.ts";
import { useMergeOffer } from "./use-merge-offer.ts";

/** What the changed parts are stored as. */
const TYPES: readonly { value: MergeType; label: TextKey }[] = [
  { value: "keep", label: "adapters.merge.type.keep" },
  { value: "Q8_0", label: "adapters.merge.type.Q8_0" },
  { value: "F16", label: "adapters.merge.type.F16" },
  { value: "BF16", label: "adapters.merge.type.BF16" },
  { value: "F32", label: "adapters.merge.type.F32" },
];

export interface MergeDialogProps {
  adapter: ShelfAdapter;
  model: Model;
  /** How strongly new chats begin with it; null: without it. */
  scale: number | null;
  onClose: () => void;
}

/** A model of its own of a model and an adapter: how strongly, how exact, and what it is called. */
export function MergeDialog({ adapter, model, scale, onClose }: MergeDialogProps) {
  const t = useText();
  const client = useClient();
  const [strength, setStrength] = useState(scale ?? usualStrength);
  const [type, setType] = useState<MergeType>(isFewBits(model) ? "Q8_0" : "keep");
  const [typed, setName] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const use = { adapterId: adapter.id, name: adapter.name, scale: strength };
  const { offer, fault: offerFault } = useMergeOffer(model.id, use, type);
  const name = typed ?? offer?.name ?? "";
  const shownFault = fault ?? offerFault;
  const make = () => {
    setBusy(true);
    client.models.outputs.merge({ modelId: model.id, adapters: [use], type, name: name.trim() }).then(
      () => {
        toast(t("adapters.merge.begun", { name: name.trim() }));
        onClose();
      },
      (error: unknown) => {
        setFault(toErrorShape(error));
        setBusy(false);
      },
    );
  };
  return (
    <Dialog
      title={t("adapters.merge.title", { name: adapter.name })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={reasonNot({ offer, name, strength, isBusy }, t)} onClick={make}>
            {t("adapters.merge.make")}
          </Button>
        </>
      }
    >
      <div className="import-adapter">
        <p>{t("adapters.merge.about", { model: model.name, name: adapter.name })}</p>
        <Slider
          label={t("adapters.strength", { name: adapter.name })}
          min={0}
          max={mostStrength}
          step={strengthStep}
          usual={usualStrength}
          value={strength}
          onChange={setStrength}
        />
        <Select
          label={t("adapters.merge.type")}
          value={type}
          options={TYPES.map(({ value, label }) => ({ value, label: t(label) }))}
          onChange={setType}
        />
        <p className="small t2" role="status">
          {offer === null ? t("adapters.merge.working") : sizesText(offer, t)}
        </p>
        {offer !== null && offer.rounded > 0 && (
          <Fault tone="warn" quiet>
            <p>{t(type === "keep" && isFewBits(model) ? "adapters.merge.rounded.few" : "adapters.merge.rounded")}</p>
            {offer.grown > 0 && <p>{t("adapters.merge.grown", { count: offer.grown })}</p>}
          </Fault>
        )}
        <TextField label={t("adapters.merge.name")} maxLength={200} value={name} onChange={setName} />
        {shownFault !== null && <Fault error={shownFault} />}
      </div>
    </Dialog>
  );
}

/** In a trial with Gemma 3 270M at four bits, rounding again changed the answers as much as the adapter had (0.27 of 0.30 nats); at Q8_0 0.01. */
function isFewBits({ quantisation }: Pick<Model, "quantisation">): boolean {
  return !["F32", "F16", "BF16", "Q8_0"].includes(quantisation);
}

function sizesText({ bytes, sourceBytes, freeBytes }: MergeOffer, t: Text): string {
  const sizes = { bytes: formatBytes(bytes), source: formatBytes(sourceBytes), free: formatBytes(freeBytes) };
  return t("adapters.merge.size", sizes);
}

interface Choice {
  offer: MergeOffer | null;
  name: string;
  strength: number;
  isBusy: boolean;
}

/** Why it cannot be made yet. */
function reasonNot({ offer, name, strength, isBusy }: Choice, t: Text): string | undefined {
  if (offer === null || isBusy) return t("adapters.merge.working");
  if (offer.bytes > offer.freeBytes) return t("adapters.merge.noRoom");
  if (strength === 0) return t("adapters.merge.noStrength");
  return name.trim() === "" ? t("adapters.merge.noName") : undefined;
}
