import { readFileSync } from "node:fs";
import { join } from "node:path";

const MAX_LINES = 300;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.integration|\.headless)?(\.test|\.d|\.spec|\.config)?\.(ts|css|sql)$/;
/** A hook that also returns something to draw. */
const HOOK = /^use(-[a-z0-9]+)+\.tsx$/;
const PASCAL = /^([A-Z][A-Za-z0-9]*|index|main)(\.test)?\.(tsx|css)$/;
const FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is wrong with a file's name or length, one sentence each. `paths` are relative to `root`. */
export function findFileProblems(root: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => [...nameProblems(path), ...lengthProblems(root, path)]);
}

function nameProblems(path: string): string[] {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  const problems: string[] = [];
  if (![KEBAB, HOOK, PASCAL].some((pattern) => pattern.test(name))) {
    problems.push(`${path}: files are kebab-case.ts, components PascalCase.tsx.`);
  }
  if (parts.some((part) => !FOLDER.test(part))) problems.push(`${path}: folders are kebab-case.`);
  return problems;
}

function lengthProblems(root: string, path: string): string[] {
  const lines = readFileSync(join(root, path), "utf8").trimEnd().split("\n").length;
  if (lines <= MAX_LINES) return [];
  return [`${path}: ${String(lines)} lines. Past ${String(MAX_LINES)} a file has two nouns in it: split it.`];
}
