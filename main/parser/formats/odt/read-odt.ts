import { openArchive } from "../../archive.ts";
import type { ParseEvent } from "../../contract.ts";
import { readAllXml, readXmlText } from "../../markup.ts";
import { type About, flowed, NOTHING_KNOWN } from "../flow.ts";
import { type Source, unreadable } from "../reader.ts";
import { createOdtBody } from "./body.ts";
import { createListStyles } from "./list-styles.ts";

/** OpenDocument texts as they read with tracked changes accepted; heads and feet of pages stand in another file and are not read. */
export async function* readOdt(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openArchive(source);
  const manifest = (await archive.read("META-INF/manifest.xml"))?.toString("utf8") ?? "";
  if (/<manifest:encryption-data/.test(manifest))
    throw unreadable(source, "it is encrypted; save it without a password and add that");
  if (!archive.names.includes("content.xml"))
    throw unreadable(source, "it is no OpenDocument text, or a part of it is missing");
  const styles = createListStyles();
  if (archive.names.includes("styles.xml")) await readAllXml(archive.stream("styles.xml"), styles);
  const body = createOdtBody(styles);
  await readAllXml(archive.stream("content.xml"), body.handler);
  yield* flowed(source, body.pieces, aboutOf((await archive.read("meta.xml"))?.toString("utf8") ?? null));
  if (body.deletions > 0)
    yield {
      type: "left-out",
      what:
        body.deletions === 1
          ? "text deleted in 1 tracked change"
          : `text deleted in ${String(body.deletions)} tracked changes`,
    };
  if (archive.names.some((name) => name.startsWith("Basic/")))
    yield { type: "left-out", what: "macros, which are never run" };
}

function aboutOf(meta: string | null): About {
  if (meta === null) return NOTHING_KNOWN;
  const facts = new Map<string, string>();
  let open = "";
  readXmlText(meta, {
    open: (name) => void (open = name),
    close: () => void (open = ""),
    text: (text) => void facts.set(open, (facts.get(open) ?? "") + text),
  });
  const fact = (name: string) => facts.get(name)?.trim() || null;
  return {
    title: fact("dc:title"),
    author: fact("meta:initial-creator") ?? fact("dc:creator"),
    date: /^\d{4}-\d\d-\d\d/.exec(fact("meta:creation-date") ?? "")?.[0] ?? null,
  };
}
