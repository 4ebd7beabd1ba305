import { useEffect, useEffectEvent } from "react";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";
import { toast } from "#renderer/ui/toasts.ts";
import { leaveDropped } from "../state/dropped.ts";
import { errorText, useText } from "../texts.ts";
import { useGoTo } from "../use-go-to.ts";
import { addressIn, pathsIn } from "./dropped.ts";

/** A model's file or address that is dropped anywhere is added; other places of the page may take a drop before this. */
export function WindowDrop() {
  const t = useText();
  const client = useClient();
  const goTo = useGoTo();

  const addFile = useEffectEvent(async (path: string) => {
    try {
      const model = await client.models.addFile({ path });
      toast(t("hub.dropped.added", { name: model.name }));
      goTo(`/models/${model.id}`);
    } catch (error) {
      toast(t(...errorText(toErrorShape(error))));
    }
  });
  const onDrop = useEffectEvent(async (data: DataTransfer) => {
    const address = addressIn(data);
    if (address === null) {
      // The desktop tells the paths in a message of its own; a browser tells nobody.
      if (data.files.length > 0 && document.documentElement.dataset["host"] !== "desktop") {
        leaveDropped({ kind: "file" });
        goTo("/models/get");
      }
      return;
    }
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
        if (event.source !== window) return;
        for (const path of pathsIn(event.data)) void addFile(path);
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
