import { useState } from "react";
import { jobLine } from "#renderer/app/status/job-words.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import type { SectionProps } from "../part.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { CopyReport } from "./CopyReport.tsx";
import { QuantiseDialog } from "./QuantiseDialog.tsx";
import { sizeText } from "./size-text.ts";
import { useCopiesOf, useCopy } from "./use-copies.ts";
import "./quantise.css";

/** As a job of it is called: files of several types often have one name (main/models/quantise/jobs.ts). */
function subjectOf({ name, quantisation }: SectionProps["model"]): string {
  return quantisation === "" || name.includes(quantisation) ? name : `${name} ${quantisation}`;
}

const WITH_WEIGHTS = new Set(["chat", "base", "embedding", "reranker"]);

/** A smaller copy of the model: making one, how far that is, and how one that was made here compares with its original. */
export function QuantiseSection({ model, view, onSelect }: SectionProps) {
  const t = useText();
  const client = useClient();
  const { attempt } = useAttempt();
  const lost = useLostReason();
  const copy = useCopy(model.id);
  const listed = new Map(view.models.map(({ id, name }) => [id, name]));
  const copies = useCopiesOf(model.id).filter(({ modelId }) => listed.has(modelId));
  const jobs = useJobs((all) => all) ?? [];
  const job = jobs.find(
    (each) =>
      isOpen(each) && each.subject === subjectOf(model) && ["quantise-model", "compare-models"].includes(each.kind),
  );
  const [isAsking, setAsking] = useState(false);
  if (model.problem !== null || !WITH_WEIGHTS.has(model.kind)) return null;
  return (
    <section className="sect quantise" aria-labelledby="smaller-copy">
      <h3 id="smaller-copy">{copy === null ? t("quantise.title") : t("quantise.title.copy")}</h3>
      {copy === null ? (
        <p className="small t2">{t("quantise.explained")}</p>
      ) : (
        <CopyReport copy={copy} isBusy={job !== undefined} />
      )}
      {job !== undefined && (
        <div className="job-here">
          <Progress label={t(`job.${job.kind}`, { subject: job.subject })} value={job.progress} />
          <p className="tiny t2 row">
            <span className="grow n">{jobLine(t, job)}</span>
            <Button kind="text" size="sm" reason={lost} onClick={() => attempt(client.jobs.cancel({ jobId: job.id }))}>
              {t("ui.cancel")}
            </Button>
          </p>
        </div>
      )}
      {copy === null && (
        <div className="row">
          <Button reason={job === undefined ? undefined : t("quantise.busy")} onClick={() => setAsking(true)}>
            {t("quantise.ask")}
          </Button>
        </div>
      )}
      {copies.length > 0 && (
        <div>
          <p className="tiny t3">{t("quantise.copies")}</p>
          <ul className="model-does copies">
            {copies.map(({ modelId, bytes }) => (
              <li key={modelId}>
                <Button kind="text" onClick={() => onSelect(modelId)}>
                  {t("quantise.copies.one", { name: listed.get(modelId) ?? "", size: sizeText(bytes) })}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {isAsking && <QuantiseDialog model={model} onClose={() => setAsking(false)} />}
    </section>
  );
}
