import { useText } from "#renderer/app/texts.ts";

/** Data as they are nested. What has parts can be folded; the first two levels are open. */
export function DataTree({ value }: { value: unknown }) {
  return (
    <div className="data-tree">
      <Branch value={value} depth={0} />
    </div>
  );
}

function Branch({ value, depth }: { value: unknown; depth: number }) {
  const entries = entriesOf(value);
  if (entries === null) return <Leaf value={value} />;
  return (
    <ul>
      {entries.map(([name, part]) => (
        <li key={name}>
          <Part name={name} value={part} depth={depth} />
        </li>
      ))}
    </ul>
  );
}

function Part({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  const t = useText();
  const count = entriesOf(value)?.length;
  if (count === undefined || count === 0) {
    return (
      <>
        <span className="name">{name}</span> {count === 0 ? t("structured.none") : <Leaf value={value} />}
      </>
    );
  }
  return (
    <details open={depth < 1}>
      <summary>
        <span className="name">{name}</span> <span className="t3 small">{t("structured.items", { count })}</span>
      </summary>
      <Branch value={value} depth={depth + 1} />
    </details>
  );
}

function Leaf({ value }: { value: unknown }) {
  const t = useText();
  if (value === null) return <span className="t3">{t("structured.none")}</span>;
  return <span dir="auto">{String(value as string | number | boolean)}</span>;
}

/** Parts with their names, from 1 in lists; null: it has none. */
function entriesOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value) ? value.map((part, at) => [String(at + 1), part]) : Object.entries(value);
}
