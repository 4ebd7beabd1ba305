import { posix } from "node:path";
import type { Archive } from "../../archive.ts";
import { readXmlText } from "../../markup.ts";
import type { About } from "../flow.ts";
import { type Source, unreadable } from "../reader.ts";

/** What a book says of itself: its chapters in the order in which they are read, and what they are called. */
export interface BookPackage {
  readonly about: About;
  /** Paths in the archive. */
  readonly chapters: readonly string[];
  /** By path; those that the table of contents does not name are not here. */
  readonly names: ReadonlyMap<string, string>;
}

const FACTS = new Set(["title", "creator", "date"]);

interface Fact {
  readonly tag: string;
  words: string;
}

interface Item {
  readonly path: string;
  readonly type: string;
  readonly properties: string;
}

/** Throws DOCUMENT_UNREADABLE. */
export async function readPackage(source: Source, archive: Archive): Promise<BookPackage> {
  const text = async (path: string) => (await archive.read(path))?.toString("utf8") ?? null;
  const container = (await text("META-INF/container.xml")) ?? "";
  const path = attributeIn(container, "rootfile", "full-path");
  const opf = path === null ? null : await text(path);
  if (path === null || opf === null) throw unreadable(source, "it is no e-book, or a part of it is missing");
  const folder = posix.dirname(path);
  const items = new Map<string, Item>();
  const spine = new Set<string>();
  const facts: Fact[] = [];
  let toc = "";
  let fact: Fact | null = null;
  readXmlText(opf, {
    open(name, attributes) {
      const tag = name.slice(name.indexOf(":") + 1);
      fact = FACTS.has(tag) ? { tag, words: "" } : null;
      if (fact !== null) facts.push(fact);
      if (tag === "item")
        items.set(attributes["id"] ?? "", {
          path: resolve(folder, attributes["href"] ?? ""),
          type: attributes["media-type"] ?? "",
          properties: attributes["properties"] ?? "",
        });
      if (tag === "spine") toc = attributes["toc"] ?? "";
      // Notes that are no part of the reading order stand in the spine as well: whoever searches wants them.
      if (tag === "itemref") spine.add(attributes["idref"] ?? "");
    },
    close: () => void (fact = null),
    text: (words) => {
      if (fact !== null) fact.words += words;
    },
  });
  const nav = [...items.values()].find(({ properties }) => properties.split(" ").includes("nav")) ?? items.get(toc);
  const contents = nav === undefined ? null : await text(nav.path);
  const said = (name: string) =>
    facts.flatMap(({ tag, words }) => (tag === name ? [words.replace(/\s+/g, " ").trim()] : [])).filter(Boolean);
  return {
    about: {
      title: said("title")[0] ?? null,
      author: said("creator").join(", ") || null,
      date: /^\d{4}-\d\d-\d\d/.exec(said("date")[0] ?? "")?.[0] ?? null,
    },
    chapters: [...spine].flatMap((id) => {
      const item = items.get(id);
      return item !== undefined && /html|xml/.test(item.type) && item !== nav ? [item.path] : [];
    }),
    names: nav === undefined || contents === null ? new Map() : namesIn(contents, posix.dirname(nav.path)),
  };
}

/** Of EPUB 3's navigation (links; lists of pages and landmarks are none) and EPUB 2's (`navPoint`s with `text` and `content`). */
function namesIn(contents: string, folder: string): Map<string, string> {
  const names = new Map<string, string>();
  let target: string | null = null;
  let words = "";
  let isOther = false;
  const keep = (): void => {
    const name = words.replace(/\s+/g, " ").trim();
    if (target !== null && name !== "" && !names.has(target)) names.set(target, name);
    target = null;
  };
  readXmlText(contents, {
    open(name, attributes) {
      if (name === "nav") isOther = /page-list|landmarks/.test(attributes["epub:type"] ?? "");
      if (isOther) return;
      if (name === "a") {
        target = resolve(folder, attributes["href"] ?? "");
        words = "";
      }
      if (name === "text" || name === "navLabel") words = "";
      if (name === "content") {
        target = resolve(folder, attributes["src"] ?? "");
        keep();
      }
    },
    close(name) {
      if (name === "nav") isOther = false;
      if (name === "a") keep();
    },
    text: (more) => void (words += more),
  });
  return names;
}

/** Without the place within the file. */
function resolve(folder: string, reference: string): string {
  const path = reference.split("#")[0] ?? "";
  return posix.normalize(posix.join(folder, decoded(path)));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function attributeIn(xml: string, element: string, attribute: string): string | null {
  let found: string | null = null;
  readXmlText(xml, {
    open: (name, attributes) => {
      if (name === element) found ??= attributes[attribute] ?? null;
    },
  });
  return found;
}
