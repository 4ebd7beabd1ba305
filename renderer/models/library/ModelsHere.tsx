import { useDeferredValue, useMemo, useState } from "react";
import { useAction } from "#renderer/app/actions/registry.ts";
import { InspectorPane } from "#renderer/app/frame/InspectorPane.tsx";
import { MainPane, RoomBar } from "#renderer/app/frame/MainPane.tsx";
import { useText } from "#renderer/app/texts.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Empty } from "#renderer/ui/Empty.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { TextField } from "#renderer/ui/Field.tsx";
import { Menu, MenuItem } from "#renderer/ui/Menu.tsx";
import { formatBytes } from "#renderer/ui/units.ts";
import { MachineMeters } from "../fit/MachineMeters.tsx";
import type { TabProps } from "../part.ts";
import { sections, shelves } from "../parts.ts";
import { useAttempt } from "#renderer/rpc/use-attempt.ts";
import { FoldersSection } from "./FoldersSection.tsx";
import { matchModels } from "./match-models.ts";
import { ModelsTable } from "./ModelsTable.tsx";
import "./library.css";

/** The models on this computer: the table, what stands under it, and the inspector of the one that is selected. */
export function ModelsHere({ view, selectedId, onSelect, onUse, paths, switcher }: TabProps) {
  const t = useText();
  const client = useClient();
  const [find, setFind] = useState("");
  const { fault, attempt } = useAttempt();
  const deferred = useDeferredValue(find);
  const models = useMemo(() => matchModels(view.models, deferred, t), [view.models, deferred, t]);
  const selected = view.models.find((model) => model.id === selectedId) ?? models[0] ?? null;
  const bytes = view.models.reduce((sum, model) => sum + model.sizeBytes, 0);
  const scan = () => attempt(client.models.scan());
  useAction({ id: "models.scan", label: t("models.scan"), icon: "again", run: scan });
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
              {switcher}
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
                <MenuItem icon="again" onSelect={scan}>
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
              {shelves.map((Shelf, index) => (
                <Shelf key={index} view={view} selected={selected} onSelect={onSelect} onUse={onUse} paths={paths} />
              ))}
              <FoldersSection
                folders={view.folders}
                onRemove={(path) => attempt(client.models.removeFolder({ path }))}
              />
            </div>
          )}
        </div>
      </MainPane>
      {selected !== null && (
        <InspectorPane key={selected.id} label={t("models.details")} title={selected.name}>
          {sections.map((Section, index) => (
            <Section key={index} model={selected} view={view} onSelect={onSelect} onUse={onUse} paths={paths} />
          ))}
        </InspectorPane>
      )}
    </>
  );
}
