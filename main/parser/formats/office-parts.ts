import { readXmlText } from "../markup.ts";

/** Paths in the archive by the ids with which a part refers to others. */
export function relations(xml: string, folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  readXmlText(xml, {
    open(element, { Id, Target = "", TargetMode }) {
      if (localName(element) !== "Relationship" || Id === undefined || TargetMode === "External") return;
      targets.set(Id, Target.startsWith("/") ? Target.slice(1) : joined(folder, Target));
    },
  });
  return targets;
}

/** "ppt/slides" and "../notes/a.xml" is "ppt/notes/a.xml". */
function joined(folder: string, target: string): string {
  const parts = folder.split("/");
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** Without a prefix of XML's namespaces. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
