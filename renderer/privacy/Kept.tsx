import { useEffect, useState } from "react";
import type { Storage } from "#main/privacy/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { isOpen, useJobs } from "#renderer/app/state/jobs.ts";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { formatBytes } from "#renderer/ui/units.ts";
import { insideDataDir } from "./paths.ts";

/** What lies where and how large it is; a backup now, and the end of what is in the bin. */
export function Kept() {
  const t = useText();
  const client = useClient();
  const backups = useJobs((jobs) => jobs.filter((job) => job.kind === "backup" && isOpen(job)).length) ?? 0;
  const [emptied, setEmptied] = useState(0);
  const [storage, setStorage] = useState<Storage | null>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<ErrorShape | null>(null);

  // Measured again after a backup has ended and the bin was emptied.
  useEffect(() => {
    let left = false;
    client.privacy.storage().then(
      (answer) => {
        if (!left) setStorage(answer);
      },
      (error: unknown) => {
        if (!left) setProblem(toErrorShape(error));
      },
    );
    return () => {
      left = true;
    };
  }, [client, backups, emptied]);

  const inBin = storage?.items.find((item) => item.what === "bin")?.count ?? 0;
  const backUp = () => {
    setProblem(null);
    client.privacy.backUp().catch((error: unknown) => setProblem(toErrorShape(error)));
  };
  const emptyBin = () => {
    setAsking(false);
    setProblem(null);
    client.privacy.emptyBin().then(
      ({ erased }) => {
        setEmptied((times) => times + 1);
        toast(t("privacy.bin.erased", { count: erased }));
      },
      (error: unknown) => setProblem(toErrorShape(error)),
    );
  };

  return (
    <section className="kept-section" aria-labelledby="privacy-kept">
      <h2 id="privacy-kept">{t("privacy.kept")}</h2>
      <table className="grid kept">
        <tbody>
          {storage?.items.map((item) => (
            <tr key={`${item.what} ${item.path}`}>
              <th scope="row">{t(`privacy.kept.${item.what}`)}</th>
              <td className="t2">
                {item.what === "bin"
                  ? t("privacy.bin.holds", { count: item.count })
                  : t("privacy.kept.where", { path: insideDataDir(item.path, storage.dataDir) })}
              </td>
              <td className="end n">{item.what === "bin" && item.count === 0 ? "" : formatBytes(item.sizeBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row kept-acts">
        <Button onClick={backUp} reason={backups > 0 ? t("privacy.backUp.under") : undefined}>
          {t("privacy.backUp")}
        </Button>
        <Button onClick={() => setAsking(true)} reason={inBin === 0 ? t("privacy.bin.empty") : undefined}>
          {t("privacy.bin.doEmpty")}
        </Button>
      </div>
      {problem && <Fault error={problem} />}
      {asking && (
        <Dialog
          title={t("privacy.bin.ask", { count: inBin })}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button safe onClick={() => setAsking(false)}>
                {t("privacy.bin.keep", { count: inBin })}
              </Button>
              <Button kind="go" onClick={emptyBin}>
                {t("privacy.bin.erase")}
              </Button>
            </>
          }
        >
          <p>{t("privacy.bin.cannotUndo")}</p>
        </Dialog>
      )}
    </section>
  );
}
