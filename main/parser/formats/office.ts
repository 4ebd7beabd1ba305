import { type Archive, openArchive } from "../archive.ts";
import { readXmlText } from "../markup.ts";
import { type About, NOTHING_KNOWN } from "./flow.ts";
import { type Source, unreadable } from "./reader.ts";

/** A document of Office's as the archive that it is. Throws DOCUMENT_UNREADABLE, DOCUMENT_LOCKED. */
export async function openOffice(source: Source): Promise<Archive> {
  const head = await source.bytes.read(0, 4);
  if (!head.equals(Buffer.from("d0cf11e0", "hex"))) return openArchive(source);
  throw unreadable(source, "it is encrypted; save it without a password and add that");
}

/** What Office's documents say of themselves. */
export async function aboutOffice(archive: Archive): Promise<About> {
  const xml = await archive.read("docProps/core.xml");
  if (xml === null) return NOTHING_KNOWN;
  const facts = new Map<string, string>();
  let open = "";
  readXmlText(xml.toString("utf8"), {
    open: (name) => void (open = name),
    close: () => void (open = ""),
    text: (text) => void facts.set(open, (facts.get(open) ?? "") + text),
  });
  const fact = (name: string) => facts.get(name)?.trim() || null;
  return {
    title: fact("dc:title"),
    author: fact("dc:creator"),
    date: /^\d{4}-\d\d-\d\d/.exec(fact("dcterms:created") ?? "")?.[0] ?? null,
  };
}
