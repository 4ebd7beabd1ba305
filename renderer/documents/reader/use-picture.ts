import { useEffect, useRef, useState } from "react";
import type { ErrorShape } from "#main/rpc/errors.ts";
import { useClient } from "#renderer/rpc/client.ts";
import { toErrorShape } from "#renderer/rpc/fault.ts";

/** Widths in so large steps: a window that is dragged wider does not have its pages drawn at each pixel. */
const STEP_PX = 160;
const MOST_PX = 4_000;
const NEIGHBOUR_AFTER_MS = 120;

export interface Picture {
  /** The last that was drawn, perhaps of another width; null: none yet. */
  readonly source: string | null;
  readonly error: ErrorShape | null;
}

/** A page as a picture, as wide as it is shown, on the screen's own pixels. Those in sight are asked for before their neighbours. */
export function usePicture(documentId: string, page: number, widthPx: number, isInSight: boolean): Picture {
  const client = useClient();
  const wanted = Math.min(MOST_PX, Math.ceil((widthPx * window.devicePixelRatio) / STEP_PX) * STEP_PX);
  const wasInSight = useRef(isInSight);
  const [picture, setPicture] = useState<Picture>({ source: null, error: null });
  useEffect(() => {
    if (wanted <= 0) return;
    const stop = new AbortController();
    const ask = () =>
      void client.documents.reader.picture({ documentId, page, widthPx: wanted }, { signal: stop.signal }).then(
        ({ webp }) => setPicture({ source: `data:image/webp;base64,${webp}`, error: null }),
        (error: unknown) => {
          if (!stop.signal.aborted) setPicture({ source: null, error: toErrorShape(error) });
        },
      );
    const timer = setTimeout(ask, wasInSight.current ? 0 : NEIGHBOUR_AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [client, documentId, page, wanted]);
  return picture;
}
