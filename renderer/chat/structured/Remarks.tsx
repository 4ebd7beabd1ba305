import type { SchemaRemark } from "#main/chat/structured/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import type { SchemaCheck } from "./use-schema-check.ts";

/** Why a schema cannot be used, or what of it is kept to otherwise than one may think. */
export function Remarks({ problems, notes }: SchemaCheck) {
  const t = useText();
  if (problems.length > 0) {
    return (
      <div className="remarks wrong" role="status">
        <p>{t("structured.problems")}</p>
        <List remarks={problems} />
      </div>
    );
  }
  return (
    <div className="remarks" role="status">
      <p>{t(notes.length === 0 ? "structured.fine" : "structured.notes")}</p>
      <List remarks={notes} />
    </div>
  );
}

function List({ remarks }: { remarks: readonly SchemaRemark[] }) {
  const t = useText();
  return (
    <ul>
      {remarks.map(({ path, kind, detail }) => (
        <li key={`${path} ${kind}`}>{t.rich(`structured.remark.${kind}`, { path, detail })}</li>
      ))}
    </ul>
  );
}
