import type { ReactNode } from "react";
import type { DataReport, Training } from "#main/training/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { wordsIn } from "#renderer/ui/units.ts";
import type { Configure } from "./configure.ts";

/** Fewer examples than this hardly change how a model writes. */
const FEW = 20;

/** What was found in the texts, as they were read: how much there is, what is left out, what is kept aside. */
export function Findings({
  training,
  report,
  configure,
}: {
  training: Training;
  report: DataReport;
  configure: Configure;
}) {
  const t = useText();
  const { data } = training;
  const { training: learnt, heldOut, copies, empty, cut, dropped, template, longestTokens } = report;
  const widen = () => configure({ data: { ...data, contextTokens: data.contextTokens * 2 } });
  const room = data.contextTokens;
  return (
    <ul className="lines checks">
      <Finding tone={learnt.examples < FEW ? "warn" : "ok"}>
        {t("training.found.examples", { count: learnt.examples, words: wordsIn(learnt.tokens) })}
        {learnt.examples < FEW && ` ${t("training.found.few")}`}
      </Finding>
      {copies + empty > 0 && <Finding tone="ok">{t("training.found.leftOut", { copies, empty })}</Finding>}
      {heldOut.examples > 0 ? (
        <Finding tone="ok">{t("training.found.heldOut", { count: heldOut.examples })}</Finding>
      ) : (
        <Finding tone="warn">{t("training.found.noneHeldOut")}</Finding>
      )}
      {cut + dropped > 0 && (
        <Finding
          tone="warn"
          action={
            <Button kind="text" size="sm" onClick={widen}>
              {t("training.found.widen", { room: room * 2 })}
            </Button>
          }
        >
          {t(cut > 0 ? "training.found.cut" : "training.found.dropped", { count: cut + dropped, room })}
        </Finding>
      )}
      {cut + dropped === 0 && (
        <Finding tone="ok">{t("training.found.longest", { tokens: longestTokens, room })}</Finding>
      )}
      {template === "plain" && <Finding tone="info">{t("training.found.plain")}</Finding>}
    </ul>
  );
}

const icons = { ok: "check", warn: "alert", info: "info" } as const;

function Finding({ tone, action, children }: { tone: keyof typeof icons; action?: ReactNode; children: ReactNode }) {
  return (
    <li>
      <div className="row">
        <span className={tone}>
          <Icon name={icons[tone]} size="s" />
        </span>
        <span className="grow">{children}</span>
        {action}
      </div>
    </li>
  );
}
