import { words } from "#main/lib/words.ts";
import type { ReadableChat, ReadableSource, ReadableTurn } from "./readable.ts";

/** A chat as Markdown. What people and models wrote stays as they wrote it. */
export function chatAsMarkdown({ title, facts, instructions, turns }: ReadableChat): string {
  const head = [`# ${oneLine(title)}`, facts.join(" · ")];
  if (instructions !== "") head.push(`**${words("export.instructions")}**\n\n${quoted(instructions)}`);
  return `${[...head, ...turns.map(turnAsMarkdown)].join("\n\n")}\n`;
}

function turnAsMarkdown({ who, about, text, thoughts, sources, findings, ending }: ReadableTurn): string {
  const pieces = who === "" ? [] : ["---", `**${escaped(who)}** · ${escaped(about)}`];
  if (thoughts !== "") pieces.push(`*${words("export.thoughts")}*\n\n${quoted(thoughts)}`);
  pieces.push(closed(text));
  if (ending !== "") pieces.push(`*${ending}*`);
  if (findings.length > 0) pieces.push(findings.map((finding) => `- ${escaped(oneLine(finding))}`).join("\n"));
  if (sources.length > 0) pieces.push(`**${words("export.sources")}**\n\n${sources.map(sourceAsMarkdown).join("\n")}`);
  return pieces.join("\n\n");
}

function sourceAsMarkdown({ number, place, text }: ReadableSource): string {
  return `- [${String(number)}] ${escaped(place)}: “${escaped(oneLine(text))}”`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

/** A fence that was left open, as in an answer that was stopped, would swallow what follows. */
function closed(text: string): string {
  let open: string | null = null;
  for (const line of text.split("\n")) {
    const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const [, marks = "", rest = ""] = fence ?? [];
    if (fence === null) continue;
    if (open === null) open = marks;
    else if (marks.startsWith(open) && rest.trim() === "") open = null;
  }
  return open === null ? text : `${text}\n${open}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** Names and quotations are not Markdown: their marks are shown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, (mark) => `\\${mark}`);
}
