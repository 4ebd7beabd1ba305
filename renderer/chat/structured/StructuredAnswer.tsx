import Papa from "papaparse";
import { useMemo, useState } from "react";
import type { Structured } from "#main/chat/structured/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Segmented } from "#renderer/ui/Segmented.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { WideTable } from "../markdown/WideTable.tsx";
import { type DataTable, toTable } from "./data-table.ts";
import { DataTree } from "./DataTree.tsx";
import "./structured.css";

export interface StructuredAnswerProps {
  text: string;
  structured: Structured;
  isWriting: boolean;
}

type View = "table" | "tree" | "json";

/** An answer that is data: as a table, as it is nested, or as it was written. While it comes it stands as it is written. */
export function StructuredAnswer({ text, structured, isWriting }: StructuredAnswerProps) {
  const t = useText();
  const data = useMemo(() => (isWriting ? null : parse(text)), [text, isWriting]);
  const table = useMemo(() => (data === null ? null : toTable(data.value)), [data]);
  const [chosen, setChosen] = useState<View | null>(null);
  if (data === null) {
    return (
      <>
        <Source text={text} isWriting={isWriting} />
        {!isWriting && <p className="small t2">{t("structured.cut")}</p>}
      </>
    );
  }
  const views: View[] = table === null ? ["tree", "json"] : ["table", "tree", "json"];
  const view = chosen ?? views[0] ?? "json";
  return (
    <div className="structured">
      <div className="row">
        <Segmented
          label={t("structured.view")}
          value={view}
          options={views.map((value) => ({ value, label: t(`structured.view.${value}`) }))}
          onChange={setChosen}
        />
        {table !== null && (
          <Button kind="quiet" size="sm" icon="copy" onClick={() => void copyCsv(table, t("structured.copied.csv"))}>
            {t("structured.copy.csv")}
          </Button>
        )}
      </div>
      {view === "table" && table !== null && <Table table={table} />}
      {view === "tree" && <DataTree value={data.value} />}
      {view === "json" && <Source text={text} isWriting={false} />}
      <Problems structured={structured} />
    </div>
  );
}

function Problems({ structured: { problems } }: { structured: Structured }) {
  const t = useText();
  if (problems === null || problems.length === 0) return null;
  return (
    <div className="remarks wrong">
      <p>{t.rich("structured.broken")}</p>
      <ul>
        {problems.map(({ path, problem }) => (
          <li key={`${path} ${problem}`}>{t.rich("structured.broken.at", { path, problem })}</li>
        ))}
      </ul>
    </div>
  );
}

function Table({ table: { columns, rows } }: { table: DataTable }) {
  const t = useText();
  const isOneRecord = columns.length === 0;
  const heads = isOneRecord ? [t("structured.name"), t("structured.value")] : columns;
  return (
    <WideTable>
      <thead className={isOneRecord ? "sr" : undefined}>
        <tr>
          {heads.map((name, at) => (
            <th key={at} scope="col" dir="auto">
              {name === "" ? t("structured.value") : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) =>
              isOneRecord && column === 0 ? (
                <th key={column} scope="row" dir="auto">
                  {cell}
                </th>
              ) : (
                <td key={column} dir="auto">
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Source({ text, isWriting }: { text: string; isWriting: boolean }) {
  return <Markdown text={`\`\`\`json\n${text}\n\`\`\``} writing={isWriting} sentences={undefined} />;
}

/** Cells that a spreadsheet would take for formulas have a mark before them. */
async function copyCsv({ columns, rows }: DataTable, told: string): Promise<void> {
  const all = columns.length === 0 ? rows : [columns, ...rows];
  await navigator.clipboard.writeText(
    Papa.unparse(
      all.map((row) => [...row]),
      { escapeFormulae: true },
    ),
  );
  toast(told);
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
