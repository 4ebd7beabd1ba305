import { useId } from "react";
import type { MachineShare, Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";

const shares = ["gently", "half", "all"] as const satisfies readonly MachineShare[];

export interface ConductProps {
  training: Pick<Training, "share" | "pausesForChat">;
  onChange: (change: { share?: MachineShare; pausesForChat?: boolean }) => void;
}

/** How much of the computer it takes, and whether chats come first. It counts at once, also while it runs. */
export function Conduct({ training, onChange }: ConductProps) {
  const t = useText();
  const id = useId();
  return (
    <div className="conduct">
      <div className="row share">
        <span className="small grow">{t("training.share")}</span>
        <Segmented
          label={t("training.share")}
          value={training.share}
          options={shares.map((value) => ({ value, label: t(`training.share.${value}`) }))}
          onChange={(share) => onChange({ share })}
        />
      </div>
      <div className="row">
        <div className="grow">
          <label htmlFor={id} className="small">
            {t("training.pausesForChat")}
          </label>
          <p id={`${id}-help`} className="tiny t3">
            {t("training.pausesForChat.help")}
          </p>
        </div>
        <Switch
          id={id}
          describedBy={`${id}-help`}
          checked={training.pausesForChat}
          onChange={(pausesForChat) => onChange({ pausesForChat })}
        />
      </div>
    </div>
  );
}
