import { isOpen } from "#renderer/app/state/jobs.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useLostReason } from "#renderer/app/use-lost-reason.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { JobControls } from "../JobControls.tsx";
import { sayFailed } from "../use-collection-actions.ts";
import { useReadingJob } from "./use-reading-job.ts";

/** How long reading takes, and its Pause and Cancel; where nothing reads what waits, the way to go on. */
export function ReadingJob({ collectionId, waiting }: { collectionId: string; waiting: number }) {
  const t = useText();
  const client = useClient();
  const lost = useLostReason();
  const job = useReadingJob(collectionId);
  const begin = () => void client.documents.look({ collectionId }).catch(sayFailed);

  if (job !== null && isOpen(job)) return <JobControls job={job} />;
  if (waiting === 0) return null;
  return (
    <>
      {job !== null && job.error !== null && <span className="small bad">{t(...errorText(job.error))}</span>}
      <Button kind="text" reason={lost} onClick={begin}>
        {t("documents.goOn")}
      </Button>
    </>
  );
}
