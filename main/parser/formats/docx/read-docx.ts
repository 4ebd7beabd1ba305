import type { Archive } from "../../archive.ts";
import type { ParseEvent } from "../../contract.ts";
import { readAllXml } from "../../markup.ts";
import { flowed } from "../flow.ts";
import { aboutOffice, openOffice } from "../office.ts";
import { type Source, unreadable } from "../reader.ts";
import { type Around, createBody } from "./body.ts";
import { readNumbering } from "./numbering.ts";
import { readStyles } from "./styles.ts";

/**
 * Word documents as they read with tracked changes accepted, numbers of clauses as Word draws them, notes and comments after the
 * paragraph that they belong to. Heads and feet of pages stand in files of their own and are not read.
 */
export async function* readDocx(source: Source): AsyncGenerator<ParseEvent> {
  const archive = await openOffice(source);
  const main = archive.names.find((name) => /^word\/document\d*\.xml$/.test(name));
  if (main === undefined) throw unreadable(source, "it is no Word document, or a part of it is missing");
  const around = await readAround(archive);
  const body = createBody(around);
  await readAllXml(archive.stream(main), body);
  const pieces = body.knowsPages ? body.pieces : body.pieces.map(({ startsPage: _, ...piece }) => piece);
  yield* flowed(source, pieces, await aboutOffice(archive));
  if (body.deletions > 0) yield { type: "left-out", what: deletedText(body.deletions) };
  if (archive.names.includes("word/vbaProject.bin")) yield { type: "left-out", what: "macros, which are never run" };
}

function deletedText(count: number): string {
  return count === 1 ? "text deleted in 1 tracked change" : `text deleted in ${String(count)} tracked changes`;
}

async function readAround(archive: Archive): Promise<Around> {
  const text = async (name: string) => (await archive.read(`word/${name}.xml`))?.toString("utf8") ?? null;
  const styleOf = readStyles((await text("styles")) ?? "");
  const numbers = await text("numbering");
  const around: Around = {
    ...{ styleOf, numbering: numbers === null ? null : readNumbering(numbers) },
    ...{ footnotes: new Map(), endnotes: new Map(), comments: new Map() },
  };
  return {
    ...around,
    footnotes: await readNotes(archive, "footnote", around),
    endnotes: await readNotes(archive, "endnote", around),
    comments: await readNotes(archive, "comment", around),
  };
}

/** Each note is a little document; separators between them and the text are none. */
async function readNotes(archive: Archive, kind: string, around: Around): Promise<ReadonlyMap<string, string>> {
  const notes = new Map<string, string>();
  const name = `word/${kind}s.xml`;
  if (!archive.names.includes(name)) return notes;
  let open: { id: string; author: string; body: ReturnType<typeof createBody> } | null = null;
  const handler = {
    open(element: string, attributes: Readonly<Record<string, string>>): void {
      if (element === `w:${kind}` && (attributes["w:type"] ?? "normal") === "normal")
        open = { id: attributes["w:id"] ?? "", author: attributes["w:author"] ?? "", body: createBody(around) };
      else open?.body.open?.(element, attributes);
    },
    close(element: string): void {
      if (element !== `w:${kind}`) return open?.body.close?.(element);
      if (open === null) return;
      const text = open.body.pieces
        .map((piece) => piece.text.trim())
        .filter(Boolean)
        .join(" ");
      const isComment = kind === "comment" && text !== "";
      notes.set(open.id, isComment ? `[Comment${open.author === "" ? "" : ` by ${open.author}`}: ${text}]` : text);
      open = null;
    },
    text: (text: string): void => open?.body.text?.(text),
  };
  await readAllXml(archive.stream(name), handler);
  return notes;
}
