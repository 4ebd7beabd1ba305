import { useMemo } from "react";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Dialog } from "#renderer/ui/Dialog.tsx";
import { textPieces } from "../conversation/text-pieces.ts";
import type { Pasted } from "./pasted.ts";

/** A book without line breaks is cut between words. */
const LONGEST_PIECE = /[^]{1,8000}(?:\s|$)|[^]{1,8000}/g;

/** All of it, to read. Only the pieces that are in view are laid out. */
export function PastedDialog({ pasted, onClose }: { pasted: Pasted; onClose: () => void }) {
  const t = useText();
  const pieces = useMemo(() => textPieces(pasted.text).flatMap(cutLong), [pasted.text]);
  return (
    <Dialog
      title={`${t("chat.pasted")}, ${t("chat.pasted.words", { words: pasted.words })}`}
      wide
      reading
      onClose={onClose}
      actions={
        <Button safe onClick={onClose}>
          {t("chat.dismiss")}
        </Button>
      }
    >
      <div className="pasted-text" tabIndex={0} role="region" aria-label={t("chat.pasted")}>
        {pieces.map((piece, index) => (
          <span key={index} className="piece">
            {piece}
          </span>
        ))}
      </div>
    </Dialog>
  );
}

function cutLong(piece: string): string[] {
  return piece.match(LONGEST_PIECE) ?? [piece];
}
