/** What an answer is filled in with, as a form has it: the part of JSON Schema that people make without knowing of it. */
export interface Field {
  name: string;
  kind: FieldKind;
  /** What stands there, for the model. */
  about: string;
  /** Several of them. */
  isMany: boolean;
  /** Of a choice. */
  choices: string[];
}

export const FIELD_KINDS = ["text", "number", "integer", "boolean", "date", "choice"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface Form {
  fields: Field[];
  /** An answer is a list of such records, not one. */
  isList: boolean;
}

export const newField = (): Field => ({ name: "", kind: "text", about: "", isMany: false, choices: [] });

type Node = Readonly<Record<string, unknown>>;

/** Fields without a name are left out; null: none has one. */
export function toSchema({ fields, isList }: Form): string | null {
  const named = fields.filter(({ name }) => name.trim() !== "");
  if (named.length === 0) return null;
  const properties = Object.fromEntries(named.map((field) => [field.name.trim(), nodeOf(field)]));
  const record = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
  return JSON.stringify(isList ? { type: "array", items: record } : record, null, 2);
}

/** null: there is more in the schema than a form shows. */
export function fromSchema(schema: string): Form | null {
  const root = parsed(schema);
  if (root === null) return null;
  const isList = root["type"] === "array";
  const record = isList ? asNode(root["items"]) : root;
  const properties = asNode(record?.["properties"]);
  if (properties === null) return null;
  const fields = Object.entries(properties).map(([name, node]) => fieldOf(name, asNode(node)));
  const form = { fields: fields.filter((field) => field !== null), isList };
  const again = toSchema(form);
  const isWhole = again !== null && JSON.stringify(JSON.parse(again)) === JSON.stringify(root);
  return isWhole ? form : null;
}

function nodeOf({ kind, about, isMany, choices }: Field): Node {
  const described = about.trim() === "" ? {} : { description: about.trim() };
  const one = oneOf(kind, choices);
  return isMany ? { type: "array", items: one, ...described } : { ...one, ...described };
}

function oneOf(kind: FieldKind, choices: readonly string[]): Node {
  if (kind === "choice") return { enum: choices };
  if (kind === "date") return { type: "string", format: "date" };
  return { type: kind === "text" ? "string" : kind };
}

function fieldOf(name: string, node: Node | null): Field | null {
  if (node === null) return null;
  const isMany = node["type"] === "array";
  const one = isMany ? asNode(node["items"]) : node;
  const kind = one === null ? undefined : kindOf(one);
  if (one === null || kind === undefined) return null;
  const { description } = node;
  const about = typeof description === "string" ? description : "";
  const choices = kind === "choice" ? (one["enum"] as unknown[]).map(String) : [];
  return { name, kind, about, isMany, choices };
}

function kindOf(node: Node): FieldKind | undefined {
  if (Array.isArray(node["enum"])) return "choice";
  if (node["format"] === "date") return "date";
  const { type } = node;
  return type === "string" ? "text" : FIELD_KINDS.find((kind) => kind === type);
}

function parsed(text: string): Node | null {
  try {
    return asNode(JSON.parse(text));
  } catch {
    return null;
  }
}

function asNode(value: unknown): Node | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : null;
}
