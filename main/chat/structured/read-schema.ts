import type { SchemaRemark } from "./contract.ts";
import { endlessDefinitions } from "./endless.ts";
import { ANY, CHECKED_AFTER, FORMATS, type Grammatical, type Json, JsonObject, REFUSED, TYPES } from "./keywords.ts";

export interface ReadSchema {
  /** In the part of JSON Schema of which the engine makes a grammar; null: it cannot be used. */
  readonly grammatical: Grammatical | null;
  /** Why not. */
  readonly problems: readonly SchemaRemark[];
  /** What is not kept to while an answer is written, or otherwise than one may think. */
  readonly notes: readonly SchemaRemark[];
}

/** Parts of a schema at most: more would make a grammar that slows every token down. */
const MOST_PARTS = 1_000;
const MOST_DEPTH = 24;
/** llama.cpp refuses grammars with longer repetitions. */
const MOST_REPETITIONS = 1_000;

/**
 * Reads a JSON Schema (2020-12, and `definitions` of older drafts) into what a grammar can express: types, const, enum,
 * oneOf and anyOf, objects, arrays, lengths, dates, `$ref` into `$defs`. What limits values otherwise is checked after the answer, or
 * refused with its place where an answer would as good as never keep to it.
 */
export function readSchema(text: string): ReadSchema {
  const problems: SchemaRemark[] = [];
  const notes: SchemaRemark[] = [];
  let parts = 0;
  const problem = (path: string, kind: SchemaRemark["kind"], detail: string) => {
    problems.push({ path, kind, detail });
    return ANY;
  };
  const note = (path: string, kind: SchemaRemark["kind"], detail: string) => notes.push({ path, kind, detail });
  const given = parse(text);
  if (given.error !== null) problem("$", "not-json", given.error);
  if (given.error !== null || problems.length > 0) return { grammatical: null, problems, notes };
  const root = JsonObject.safeParse(given.value);
  if (!root.success) {
    problem("$", "not-a-schema", typeName(given.value));
    return { grammatical: null, problems, notes };
  }
  const definitions = definitionsOf(root.data);

  function read(value: Json, path: string, depth: number): Grammatical {
    parts += 1;
    if (parts > MOST_PARTS || depth > MOST_DEPTH) {
      if (!problems.some(({ kind }) => kind === "too-large")) problem(path, "too-large", String(MOST_PARTS));
      return ANY;
    }
    if (value === true) return ANY;
    if (value === false) return problem(path, "nothing-fits", "false");
    const node = JsonObject.safeParse(value).data;
    if (node === undefined) return problem(path, "not-a-schema", typeName(value));
    remark(node, path);
    const only = Array.isArray(node["allOf"]) && node["allOf"].length === 1 ? node["allOf"][0] : undefined;
    if (only !== undefined) return read(only, `${path}.allOf[0]`, depth + 1);
    if (typeof node["$ref"] === "string") return readReference(node["$ref"], path);
    if ("const" in node) return readLiterals([node["const"] ?? null], `${path}.const`);
    if (Array.isArray(node["enum"])) return readLiterals(node["enum"], `${path}.enum`);
    for (const choice of ["oneOf", "anyOf"] as const) {
      const choices = node[choice];
      if (!Array.isArray(choices)) continue;
      if (choices.length === 0) return problem(`${path}.${choice}`, "nothing-fits", choice);
      return { oneOf: choices.map((one, index) => read(one, `${path}.${choice}[${String(index)}]`, depth + 1)) };
    }
    const types = typesOf(node);
    if (types.length === 1) return readType(types[0] ?? "", node, path, depth);
    if (types.length === 0) return ANY;
    return { oneOf: types.map((type) => readType(type, node, path, depth)) };
  }

  /** Says of every keyword what becomes of it. */
  function remark(node: Record<string, Json>, path: string): void {
    for (const keyword of Object.keys(node)) {
      if (keyword === "allOf" && Array.isArray(node[keyword]) && node[keyword].length === 1) continue;
      if (REFUSED.has(keyword)) problem(`${path}.${keyword}`, "keyword", keyword);
      if (CHECKED_AFTER.has(keyword)) note(`${path}.${keyword}`, "checked-after", keyword);
    }
    const { format } = node;
    if (format !== undefined && !FORMATS.has(String(format))) note(`${path}.format`, "not-kept", String(format));
  }

  function readReference(reference: string, path: string): Grammatical {
    const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference)?.[1];
    if (name === undefined || definitions[name] === undefined) return problem(`${path}.$ref`, "reference", reference);
    return { $ref: `#/$defs/${name}` };
  }

  function readLiterals(values: readonly Json[], path: string): Grammatical {
    if (values.length === 0) return problem(path, "nothing-fits", "enum");
    const wrong = values.find((value) => typeof value === "object" && value !== null);
    if (wrong !== undefined) return problem(path, "value", JSON.stringify(wrong).slice(0, 80));
    return { enum: values };
  }

  function readType(type: string, node: Record<string, Json>, path: string, depth: number): Grammatical {
    if (!TYPES.has(type)) return problem(`${path}.type`, "value", type);
    if (type === "object") return readObject(node, path, depth);
    if (type === "array") return readArray(node, path, depth);
    if (type !== "string") return { type };
    const { format } = node;
    if (typeof format === "string" && FORMATS.has(format)) return { type, format };
    return { type, ...count(node, "minLength", path), ...count(node, "maxLength", path) };
  }

  function readObject(node: Record<string, Json>, path: string, depth: number): Grammatical {
    const given = JsonObject.safeParse(node["properties"] ?? {}).data;
    if (given === undefined) return problem(`${path}.properties`, "not-a-schema", typeName(node["properties"]));
    const properties = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, read(value, `${path}.properties.${name}`, depth + 1)]),
    );
    const names = Object.keys(properties);
    const required = Array.isArray(node["required"]) ? node["required"].map(String) : [];
    for (const name of required) {
      if (!names.includes(name)) problem(`${path}.required`, "reference", name);
    }
    const optional = names.filter((name) => !required.includes(name));
    if (optional.length > 0) note(`${path}.required`, "always-there", optional.join(", "));
    // Where nothing is said JSON Schema allows other names too; an answer with the names that were asked for is what people want.
    const others = node["additionalProperties"] ?? names.length === 0;
    if (others === false) return { type: "object", properties };
    return {
      ...{ type: "object", properties },
      additionalProperties: others === true ? true : read(others, `${path}.additionalProperties`, depth + 1),
      ...count(node, "minProperties", path),
      ...count(node, "maxProperties", path),
    };
  }

  function readArray(node: Record<string, Json>, path: string, depth: number): Grammatical {
    const { items, prefixItems: first } = node;
    if (Array.isArray(items)) return problem(`${path}.items`, "value", "[…]");
    const prefixItems = Array.isArray(first)
      ? first.map((item, index) => read(item, `${path}.prefixItems[${String(index)}]`, depth + 1))
      : [];
    const fixed = prefixItems.length > 0 ? { prefixItems } : {};
    if (items === false) return { type: "array", ...fixed, maxItems: prefixItems.length };
    return {
      ...{ type: "array", ...fixed },
      items: items === undefined ? ANY : read(items, `${path}.items`, depth + 1),
      ...count(node, "minItems", path),
      ...count(node, "maxItems", path),
    };
  }

  function count(node: Record<string, Json>, keyword: string, path: string): Record<string, number> {
    const value = node[keyword];
    if (value === undefined) return {};
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
      problem(`${path}.${keyword}`, "value", JSON.stringify(value));
      return {};
    }
    if (value > MOST_REPETITIONS) problem(`${path}.${keyword}`, "repetitions", String(MOST_REPETITIONS));
    return { [keyword]: value };
  }

  const defs = Object.fromEntries(
    Object.entries(definitions).map(([name, value]) => [name, read(value, `$.$defs.${name}`, 0)]),
  );
  const whole = read(root.data, "$", 0);
  for (const name of endlessDefinitions(defs)) problem(`$.$defs.${name}`, "endless", name);
  if (problems.length > 0) return { grammatical: null, problems, notes };
  return { grammatical: Object.keys(defs).length === 0 ? whole : { ...whole, $defs: defs }, problems, notes };
}

function parse(text: string): { value: Json; error: null } | { value: null; error: string } {
  try {
    return { value: JSON.parse(text) as Json, error: null };
  } catch (error) {
    return { value: null, error: error instanceof Error ? error.message : String(error) };
  }
}

function definitionsOf(root: Record<string, Json>): Record<string, Json> {
  const all = { ...asObject(root["definitions"]), ...asObject(root["$defs"]) };
  return Object.fromEntries(Object.entries(all));
}

function asObject(value: Json | undefined): Record<string, Json> {
  return JsonObject.safeParse(value).data ?? {};
}

function typesOf(node: Record<string, Json>): string[] {
  const { type } = node;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.map(String);
  if ("properties" in node || "additionalProperties" in node) return ["object"];
  if ("items" in node || "prefixItems" in node) return ["array"];
  return [];
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
}
