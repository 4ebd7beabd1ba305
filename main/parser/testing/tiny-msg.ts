import { burn, type Entry } from "@kenjiuno/msgreader/lib/Burner.js";

/** Kinds of entries in a compound file; the package's own enumeration is none that Node can import. */
const [DIRECTORY, DOCUMENT, ROOT] = [1, 2, 5];

/** Properties by their tags ([MS-OXPROPS]): "0037001F" is the subject in UTF-16. */
type Properties = Readonly<Record<string, string | Uint8Array>>;

export interface TinyMessage {
  readonly properties: Properties;
  readonly recipients?: readonly Properties[];
  readonly attachments?: readonly Properties[];
}

/** A message as Outlook saves it, with what a test needs of one. */
export function tinyMsg({ properties, recipients = [], attachments = [] }: TinyMessage): Buffer {
  const entries: Entry[] = [{ name: "Root Entry", type: ROOT as number, length: 0, children: [] }];
  const add = (parent: number, entry: Entry): number => {
    const at = entries.push(entry) - 1;
    entries[parent]?.children?.push(at);
    return at;
  };
  const file = (parent: number, name: string, content: Uint8Array): number => {
    // Of its own memory: the package writes what lies in the buffer around it.
    const copied = Uint8Array.from(content);
    return add(parent, { name, type: DOCUMENT as number, length: content.length, binaryProvider: () => copied });
  };
  const fill = (parent: number, values: Properties, headBytes: number): void => {
    // Nothing of fixed length: the list of properties is its head alone.
    file(parent, "__properties_version1.0", new Uint8Array(headBytes));
    for (const [tag, value] of Object.entries(values))
      file(parent, `__substg1.0_${tag}`, typeof value === "string" ? Buffer.from(value, "utf16le") : value);
  };
  const folders = (name: string, all: readonly Properties[]): void => {
    for (const [index, values] of all.entries()) {
      const number = index.toString(16).toUpperCase().padStart(8, "0");
      fill(
        add(0, { name: `${name}_version1.0_#${number}`, type: DIRECTORY as number, length: 0, children: [] }),
        values,
        8,
      );
    }
  };
  fill(0, properties, 32);
  folders("__recip", recipients);
  folders("__attach", attachments);
  return Buffer.from(burn(entries));
}
