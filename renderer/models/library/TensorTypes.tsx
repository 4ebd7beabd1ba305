import { useState } from "react";
import type { ModelCard } from "#main/models/library/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { formatBytes } from "#renderer/ui/units.ts";

/** In which types a model's numbers are kept: a file called Q4_K_M holds several. */
export function TensorTypes({ types }: { types: ModelCard["tensorTypes"] }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  if (types.length === 0) return null;
  return (
    <div className="model-more">
      <div className="row">
        <h4 id="tensor-types" className="small grow" data-tip={t("library.fact.quantisation.tip")}>
          {t("library.types")}
        </h4>
        <Button
          kind="text"
          size="sm"
          aria-expanded={open}
          aria-label={open ? t("library.types.hide.label") : t("library.types.show.label")}
          onClick={() => setOpen(!open)}
        >
          {open ? t("library.types.hide") : t("library.types.show")}
        </Button>
      </div>
      {open && (
        <table className="types" aria-labelledby="tensor-types">
          <thead>
            <tr>
              <th scope="col">{t("library.types.type")}</th>
              <th scope="col">{t("library.types.tensors")}</th>
              <th scope="col">{t("library.types.size")}</th>
            </tr>
          </thead>
          <tbody>
            {types.map(({ type, tensors, bytes }) => (
              <tr key={type}>
                <th scope="row">{type}</th>
                <td className="n">{tensors}</td>
                <td className="n">{formatBytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
