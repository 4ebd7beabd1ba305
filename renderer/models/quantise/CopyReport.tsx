import { useState } from "react";
import type { CopyComparison, ModelCopy } from "#main/models/quantise/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { wordsPerSecond } from "#renderer/ui/units.ts";
import { CompareDialog } from "./CompareDialog.tsx";
import { sizeText } from "./size-text.ts";
import { outOfHundred, verdictOf } from "./verdict.ts";

/** Where a copy came from, and what it lost on the way. */
export function CopyReport({ copy, isBusy }: { copy: ModelCopy; isBusy: boolean }) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  const { comparison, importance } = copy;
  return (
    <div className="copy-report">
      <p className="small t2">
        {t("quantise.made", {
          source: copy.sourceName,
          was: copy.sourceQuantisation,
          type: copy.type,
          date: dateText(copy.madeAt),
        })}
      </p>
      {comparison !== null && (
        <p className="small">
          {t.rich(`quantise.verdict.${verdictOf(comparison)}`, { places: outOfHundred(comparison.sameChoice) })}
        </p>
      )}
      <BeforeAfter copy={copy} comparison={comparison} />
      {comparison !== null && <Figures comparison={comparison} />}
      {importance !== null && (
        <p className="tiny t3">
          {t("quantise.made.importance", { name: importance.textName, tokens: importance.tokens })}
        </p>
      )}
      {copy.problem !== null && (
        <Fault tone="warn" quiet error={copy.problem} values={{ other: "none" }}>
          <p>{t("quantise.notCompared")}</p>
        </Fault>
      )}
      <div className="row model-does">
        <Button kind="text" reason={isBusy ? t("quantise.busy") : undefined} onClick={() => setAsking(true)}>
          {comparison === null ? t("quantise.compare.first") : t("quantise.compare.again")}
        </Button>
      </div>
      {isAsking && <CompareDialog copy={copy} onClose={() => setAsking(false)} />}
    </div>
  );
}

function BeforeAfter({ copy, comparison }: { copy: ModelCopy; comparison: CopyComparison | null }) {
  const t = useText();
  const speed = (tokensPerSecond: number) => t("quantise.words", { words: wordsPerSecond(tokensPerSecond) });
  const rows = [{ what: t("quantise.row.size"), before: sizeText(copy.sourceBytes), after: sizeText(copy.bytes) }];
  if (comparison !== null) {
    const { original, copy: made } = comparison;
    rows.push(
      {
        what: t("quantise.row.writes"),
        before: speed(original.writeTokensPerSecond),
        after: speed(made.writeTokensPerSecond),
      },
      {
        what: t("quantise.row.reads"),
        before: speed(original.readTokensPerSecond),
        after: speed(made.readTokensPerSecond),
      },
      {
        what: t("quantise.row.perplexity"),
        before: t("quantise.perplexity", { value: original.perplexity }),
        after: t("quantise.perplexity", { value: made.perplexity }),
      },
    );
  }
  return (
    <table className="grid before-after">
      <caption className="sr">{t("quantise.table")}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">{t("quantise.row")}</span>
          </th>
          <th scope="col" className="end">
            {t("quantise.before")}
          </th>
          <th scope="col" className="end">
            {t("quantise.after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, before, after }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td className="end n">{before}</td>
            <td className="end n">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figures({ comparison }: { comparison: CopyComparison }) {
  const t = useText();
  const { klDivergence, klError, tokens, textName, isSharedText } = comparison;
  return (
    <>
      <p className="tiny t3">{t("quantise.figures", { kl: klDivergence, error: klError, tokens, name: textName })}</p>
      {isSharedText && <p className="tiny t3">{t("quantise.shared")}</p>}
    </>
  );
}
