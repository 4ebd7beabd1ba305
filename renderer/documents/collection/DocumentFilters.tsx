import type { Document } from "#main/documents/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Select, TextField } from "#renderer/ui/Field.tsx";
import { kindName } from "../kind-name.ts";
import { kindsOf, type Filters, type StateFilter } from "./match-documents.ts";

export interface DocumentFiltersProps {
  documents: readonly Document[];
  filters: Filters;
  /** How many they let through. */
  found: number;
  onChange: (filters: Filters) => void;
}

const STATES: readonly StateFilter[] = ["all", "problem", "waiting", "read"];
const ALL_KINDS = "all";

/** Which of many documents are shown: by their name, how they stand, and what they are. */
export function DocumentFilters({ documents, filters, found, onChange }: DocumentFiltersProps) {
  const t = useText();
  const kinds = kindsOf(documents);
  return (
    <div className="document-filters" role="search" aria-label={t("documents.filter")}>
      <TextField
        hideLabel
        type="search"
        icon="search"
        className="grow"
        label={t("documents.filter.name")}
        placeholder={t("documents.filter.name")}
        value={filters.name}
        onChange={(name) => onChange({ ...filters, name })}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || filters.name === "") return;
          event.stopPropagation();
          onChange({ ...filters, name: "" });
        }}
      />
      <Select
        hideLabel
        label={t("documents.filter.state")}
        value={filters.state}
        options={STATES.map((state) => ({ value: state, label: t(`documents.filter.${state}`) }))}
        onChange={(state) => onChange({ ...filters, state })}
      />
      {kinds.length > 1 && (
        <Select
          hideLabel
          label={t("documents.filter.kind")}
          value={filters.kind ?? ALL_KINDS}
          options={[
            { value: ALL_KINDS, label: t("documents.filter.allKinds") },
            ...kinds.map((kind) => ({ value: kind, label: kindName(t, kind) })),
          ]}
          onChange={(kind) => onChange({ ...filters, kind: kind === ALL_KINDS ? null : kind })}
        />
      )}
      <span className="sr" role="status">
        {t("documents.count", { count: found })}
      </span>
    </div>
  );
}
