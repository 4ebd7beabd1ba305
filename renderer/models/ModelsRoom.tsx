import { useState } from "react";
import type { ModelsView } from "#main/models/contract.ts";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useAction } from "#renderer/app/actions/registry.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Empty } from "#renderer/ui/Empty.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { Menu, MenuItem } from "#renderer/ui/Menu.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { FoldersSection } from "./FoldersSection.tsx";
import { MachineMeters } from "./fit/MachineMeters.tsx";
import { ModelInspector } from "./ModelInspector.tsx";
import { ModelsTable } from "./ModelsTable.tsx";
import { usePaths } from "./use-paths.tsx";
import "./models.css";

export interface ModelsRoomProps {
  view: ModelsView;
  selectedId: string | null;
  onSelect: (modelId: string) => void;
  /** Begins a chat with this model. */
  onUse: (modelId: string) => void;
}

/** What is on this computer, whether it fits, and what it costs before it is loaded. */
export function ModelsRoom({ view, selectedId, onSelect, onUse }: ModelsRoomProps) {
  const t = useText();
  const client = useClient();
  const paths = usePaths();
  const [find, setFind] = useState("");
  const [fault, setFault] = useState<ErrorShape | null>(null);
  const wanted = find.trim().toLowerCase();
  const models = view.models.filter((model) => model.name.toLowerCase().includes(wanted));
  const selected = view.models.find((model) => model.id === selectedId) ?? models[0] ?? null;
  const bytes = view.models.reduce((sum, model) => sum + model.sizeBytes, 0);
  const attempt = (work: Promise<unknown>) => {
    work.then(
      () => setFault(null),
      (error: unknown) => setFault(toErrorShape(error)),
    );
  };
  useAction({ id: "models.scan", label: t("models.scan"), icon: "again", run: () => attempt(client.models.scan()) });
  useAction({
    id: "find",
    label: t("models.find"),
    keyOnly: true,
    run: () => document.querySelector<HTMLInputElement>("#find-model")?.focus(),
  });

  return (
    <>
      <MainPane>
        <RoomBar
          title={t("models.title")}
          sub={
            view.scanning
              ? t("models.scanning")
              : t("models.sub", { count: view.models.length, size: formatBytes(bytes) })
          }
          actions={
            <>
              <div className="find-model hide-s">
                <TextField
                  id="find-model"
                  type="search"
                  icon="search"
                  label={t("models.find")}
                  hideLabel
                  placeholder={t("models.find")}
                  value={find}
                  onChange={setFind}
                />
              </div>
              <Menu
                narrow
                label={t("models.add")}
                trigger={(trigger) => (
                  <Button icon="folder" {...trigger}>
                    {t("models.add")}
                  </Button>
                )}
              >
                <MenuItem icon="folder" onSelect={paths.addFolder}>
                  {t("models.add.folder")}
                </MenuItem>
                <MenuItem icon="file" onSelect={paths.addFile}>
                  {t("models.add.file")}
                </MenuItem>
                <MenuItem icon="again" onSelect={() => attempt(client.models.scan())}>
                  {t("models.scan")}
                </MenuItem>
              </Menu>
            </>
          }
        />
        <div className="scroll" tabIndex={0} role="region" aria-label={t("models.title")}>
          {view.models.length === 0 ? (
            <Empty
              title={t("models.empty.title")}
              actions={<Button onClick={paths.addFolder}>{t("models.add.folder")}</Button>}
            >
              {t("models.empty")}
            </Empty>
          ) : (
            <div className="page models-page">
              {fault !== null && <Fault error={fault} />}
              <MachineMeters view={view} />
              <ModelsTable
                models={models}
                engines={view.engines}
                selectedId={selected?.id ?? null}
                onSelect={onSelect}
                onUse={onUse}
                onLocate={paths.locate}
              />
              {models.length === 0 && <p className="small t2">{t("models.find.nothing", { find })}</p>}
              <FoldersSection
                folders={view.folders}
                onRemove={(path) => attempt(client.models.removeFolder({ path }))}
              />
            </div>
          )}
        </div>
      </MainPane>
      {selected !== null && (
        <InspectorPane label={t("models.details")} title={selected.name}>
          <ModelInspector
            key={selected.id}
            model={selected}
            view={view}
            onLocate={() => paths.locate(selected)}
            onUse={onUse}
          />
        </InspectorPane>
      )}
      {paths.dialog}
    </>
  );
}
