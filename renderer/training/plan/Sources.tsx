import { useState } from "react";
import type { Training } from "#main/training/contract.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { PathDialog } from "#renderer/ui/PathDialog.tsx";
import type { Configure } from "./configure.ts";
import { Findings } from "./Findings.tsx";
import { problemPlace } from "./problem-place.ts";
import { SourceRow } from "./SourceRow.tsx";

/** The texts to learn from, and what was found in them. */
export function Sources({ training, configure }: { training: Training; configure: Configure }) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [asks, setAsks] = useState(false);
  const { fault, attempt } = useAttempt();
  const { id: trainingId, sources, report, problem } = training;
  const take = (path: string) => client.training.addSource({ trainingId, path });
  const add = async () => {
    if (host?.canPickFiles !== true) return setAsks(true);
    const picking = client.settings.pick({ what: "data" });
    attempt(picking.then(({ path }) => (path === null ? undefined : take(path))));
  };
  return (
    <section aria-labelledby="training-texts">
      <div className="row">
        <h2 id="training-texts" className="grow">
          {t("training.texts")}
        </h2>
        <Button kind="text" icon="plus" aria-label={t("training.texts.add.label")} onClick={() => void add()}>
          {t("training.texts.add")}
        </Button>
      </div>
      {sources.length === 0 ? (
        <div className="nothing-yet">
          <p className="small t2">{t("training.texts.about")}</p>
          <Button icon="file" onClick={() => void add()}>
            {t("training.texts.choose")}
          </Button>
        </div>
      ) : (
        <ul className="lines">
          {sources.map((source) => (
            <SourceRow
              key={source.path}
              source={source}
              onColumns={(columns) => attempt(client.training.setColumns({ trainingId, path: source.path, columns }))}
              onRemove={() => attempt(client.training.removeSource({ trainingId, path: source.path }))}
            />
          ))}
        </ul>
      )}
      {fault !== null && <Fault error={fault} />}
      {problemPlace(problem) === "texts" && <Fault quiet error={problem ?? undefined} />}
      {report !== null && <Findings training={training} report={report} configure={configure} />}
      {asks && (
        <PathDialog
          title={t("training.path.title")}
          label={t("training.path.label")}
          help={t("training.path.help")}
          verb={t("training.texts.add")}
          onPath={take}
          onClose={() => setAsks(false)}
        />
      )}
    </section>
  );
}
