import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Strings in the sources that may be keys of the text catalogue. */
export interface TextUses {
  readonly literals: ReadonlySet<string>;
  /** Template literals such as `error.${code}`, as patterns. */
  readonly patterns: readonly RegExp[];
  /** First arguments of `t(…)`, where a key must be. */
  readonly asked: ReadonlySet<string>;
}

/** All texts of one language: key to message. Throws when two files hold the same key. */
export function readCatalogue(folder: string): Map<string, string> {
  const catalogue = new Map<string, string>();
  for (const file of readdirSync(folder).toSorted()) {
    const texts = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, string>;
    for (const [key, text] of Object.entries(texts)) {
      if (catalogue.has(key)) throw new Error(`${file} repeats the key ${key}.`);
      catalogue.set(key, text);
    }
  }
  return catalogue;
}

export function findTextUses(sources: readonly { path: string; code: string }[]): TextUses {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  const asked = new Set<string>();
  for (const { path, code } of sources) {
    const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, false, kindOf(path));
    visit(file);
  }
  return { literals, patterns, asked };

  function visit(node: ts.Node): void {
    if (ts.isStringLiteralLike(node)) literals.add(node.text);
    else if (ts.isTemplateExpression(node)) addPattern(node);
    else if (ts.isCallExpression(node)) addAsked(node);
    ts.forEachChild(node, visit);
  }

  /** Only templates that begin with a room ("job.step."): a looser pattern would take every key for used. */
  function addPattern(node: ts.TemplateExpression): void {
    if (!/^[a-z][\w-]*\./.test(node.head.text)) return;
    const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    patterns.push(new RegExp(`^${parts.map((part) => RegExp.escape(part)).join("[^.]+")}$`));
  }

  function addAsked(node: ts.CallExpression): void {
    const [key] = node.arguments;
    if (key === undefined || !ts.isStringLiteralLike(key)) return;
    if (ts.isIdentifier(node.expression) && node.expression.text === "t") asked.add(key.text);
  }
}

export function unusedKeys(catalogue: ReadonlyMap<string, string>, uses: TextUses): string[] {
  return [...catalogue.keys()].filter(
    (key) => !uses.literals.has(key) && !uses.patterns.some((pattern) => pattern.test(key)),
  );
}

export function missingKeys(catalogue: ReadonlyMap<string, string>, uses: TextUses): string[] {
  return [...uses.asked].filter((key) => !catalogue.has(key));
}

/** Codes that main/rpc/errors.ts declares in `ErrorData`. */
export function errorCodes(code: string): string[] {
  const file = ts.createSourceFile("errors.ts", code, ts.ScriptTarget.Latest);
  const data = file.statements.find(
    (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === "ErrorData",
  );
  return (data?.members ?? []).map((member) =>
    member.name !== undefined && ts.isIdentifier(member.name) ? member.name.text : "",
  );
}

function kindOf(path: string): ts.ScriptKind {
  return path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}
