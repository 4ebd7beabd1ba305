import { useEffect, useEffectEvent } from "react";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { leaveDropped } from "../state/dropped.ts";
import { errorText, useText } from "../texts.ts";
import { useGoTo } from "../use-go-to.ts";
import { addressIn, isModel, pathsIn } from "./dropped.ts";
import { currentTaker } from "./taker.ts";

/**
 * A model's file or address that is dropped anywhere is added to the models; other files are documents, for the page that takes them or
 * for the Documents room. Other places of the page may take a drop before this.
 */
export function WindowDrop() {
  const t = useText();
  const client = useClient();
  const goTo = useGoTo();

  const addModel = useEffectEvent(async (path: string) => {
    try {
      const model = await client.models.addFile({ path });
      toast(t("hub.dropped.added", { name: model.name }));
      goTo(`/models/${model.id}`);
    } catch (error) {
      toast(t(...errorText(toErrorShape(error))));
    }
  });
  const onPaths = useEffectEvent((paths: readonly string[]) => {
    for (const path of paths.filter(isModel)) void addModel(path);
    const documents = paths.filter((path) => !isModel(path));
    if (documents.length === 0) return;
    const take = currentTaker();
    if (take !== null) return take({ paths: documents });
    leaveDropped({ kind: "documents", paths: documents });
    goTo("/documents");
  });
  /** The desktop tells the paths in a message of its own; a browser tells nobody, so they are asked for. */
  const onFiles = useEffectEvent((names: readonly string[]) => {
    if (document.documentElement.dataset["host"] === "desktop") return;
    const take = currentTaker();
    if (take !== null && !names.every(isModel)) return take({ names });
    if (!names.every(isModel)) return goTo("/documents");
    leaveDropped({ kind: "file" });
    goTo("/models/get");
  });
  const onDrop = useEffectEvent(async (data: DataTransfer) => {
    if (data.files.length > 0) return onFiles([...data.files].map(({ name }) => name));
    const address = addressIn(data);
    if (address === null) return;
    const target = await client.models.hub.understand({ text: address }).catch(() => null);
    if (target === null) return void toast(t("hub.dropped.nothing"));
    leaveDropped({ kind: "address", text: address });
    goTo("/models/get");
  });

  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const isOurs = (event: DragEvent) => !event.defaultPrevented && !isField(event.target);
    window.addEventListener("dragover", (event) => isOurs(event) && event.preventDefault(), { signal });
    window.addEventListener(
      "drop",
      (event) => {
        if (!isOurs(event) || event.dataTransfer === null) return;
        event.preventDefault();
        void onDrop(event.dataTransfer);
      },
      { signal },
    );
    window.addEventListener(
      "message",
      (event: MessageEvent<unknown>) => {
        if (event.source === window) onPaths(pathsIn(event.data));
      },
      { signal },
    );
    return () => stop.abort();
  }, []);
  return null;
}

/** Text that is dropped on a field belongs to the field. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]") !== null;
}
