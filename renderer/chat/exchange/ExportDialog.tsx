import { useEffect, useState } from "react";
import type { ExportFormat } from "#main/chat/exchange/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useHost } from "#renderer/app/state/settings.ts";
import { errorText, useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { SettingRow } from "#renderer/ui/SettingRow.tsx";
import { Switch } from "#renderer/ui/Switch.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { askExport, useWantedExport, type WantedExport } from "./ask-export.ts";
import "./exchange.css";

/** The dialog of the export, wherever in the app it was asked for. */
export function ExportDialogs() {
  const wanted = useWantedExport((state) => state.wanted);
  return wanted === null ? null : <ExportDialog wanted={wanted} onClose={() => askExport(null)} />;
}

const FORMATS = ["markdown", "json"] as const satisfies readonly ExportFormat[];

/** As what, and where to. Stays, and says why, when it cannot be. */
function ExportDialog({ wanted, onClose }: { wanted: WantedExport; onClose: () => void }) {
  const t = useText();
  const client = useClient();
  const host = useHost();
  const [format, setFormat] = useState<(typeof FORMATS)[number]>("markdown");
  const [withThoughts, setWithThoughts] = useState(false);
  const [folder, setFolder] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorShape | null>(null);

  useEffect(() => {
    client.chat.exchange.usualFolder().then(
      ({ path }) => setFolder((typed) => (typed === "" ? path : typed)),
      (caught: unknown) => setError(toErrorShape(caught)),
    );
  }, [client]);

  const write = () => {
    if (folder.trim() === "" || isBusy) return;
    setBusy(true);
    const scope = wanted.kind === "all" ? wanted : { kind: wanted.kind, chatIds: wanted.chats.map((chat) => chat.id) };
    client.chat.exchange.exportChats({ scope, format, withThoughts, folder: folder.trim() }).then(
      ({ path }) => {
        toast(t("exchange.export.begun", { path }));
        onClose();
      },
      (caught: unknown) => {
        setError(toErrorShape(caught));
        setBusy(false);
      },
    );
  };
  const pick = () => {
    client.settings.pick({ what: "folder" }).then(
      (picked) => {
        if (picked.path !== null) setFolder(picked.path);
      },
      (caught: unknown) => setError(toErrorShape(caught)),
    );
  };
  const isArchive = format !== "json" && (wanted.kind === "all" || wanted.chats.length > 1);
  return (
    <Dialog
      title={titleOf(t, wanted)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="go" reason={folder.trim() === "" ? t("exchange.export.empty") : undefined} onClick={write}>
            {t("exchange.export.verb")}
          </Button>
        </>
      }
    >
      <div className="export-chats">
        <Segmented
          label={t("exchange.export.format")}
          value={format}
          options={FORMATS.map((value) => ({ value, label: t(`exchange.format.${value}`) }))}
          onChange={setFormat}
        />
        <p className="t2" role="status">
          {t(`exchange.format.${format}.help`)} {isArchive && t("exchange.export.archive")}
        </p>
        {format !== "json" && (
          <SettingRow first title={t("exchange.export.thoughts")} help={t("exchange.export.thoughts.help")}>
            {(ids) => <Switch {...ids} checked={withThoughts} onChange={setWithThoughts} />}
          </SettingRow>
        )}
        <TextField
          label={t("exchange.export.folder")}
          help={t("exchange.export.folder.help")}
          value={folder}
          error={error === null ? undefined : t(...errorText(error))}
          onChange={(text) => {
            setFolder(text);
            setError(null);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") write();
          }}
        />
        {host?.canPickFiles === true && (
          <div className="row">
            <Button icon="folder" onClick={pick}>
              {t("exchange.export.pick")}
            </Button>
          </div>
        )}
        <p className="small t2">{t("exchange.export.plain")}</p>
      </div>
    </Dialog>
  );
}

function titleOf(t: ReturnType<typeof useText>, wanted: WantedExport): string {
  if (wanted.kind === "all") return t("exchange.export.all");
  const [first, ...others] = wanted.chats;
  if (first === undefined || others.length > 0) return t("exchange.export.many", { count: wanted.chats.length });
  return t("exchange.export.one", { title: first.title === "" ? t("chat.untitled") : first.title });
}
