import { AppError } from "./rpc/errors.ts";

/** The system's keychain: what is sealed can be opened by this user on this computer alone. */
export interface Sealing {
  seal(text: string): Buffer;
  /** null when it cannot be opened: sealed elsewhere, or the keychain was reset. */
  open(sealed: Buffer): string | null;
}

/** What a window system can do for us, and a browser tab cannot. The only other difference is `ChildHost`. */
export interface Host {
  readonly kind: "desktop" | "headless";
  readonly canPickFiles: boolean;
  readonly canReveal: boolean;
  /** The system's dialog; null when it was closed. */
  pick(what: "folder" | "model" | "data"): Promise<string | null>;
  /** The system's dialog for documents to be read; none when it was closed. */
  pickDocuments(what: "files" | "folder"): Promise<string[]>;
  reveal(path: string): Promise<void>;
  /** To the system's bin, from where the person can bring it back. NOT_SUPPORTED_HERE where that fails; then nothing was moved. */
  moveToBin(path: string): Promise<void>;
  /** null where the system has no keychain. */
  readonly sealing: Sealing | null;
  /** A message of the system; does nothing while the window has the focus. */
  notify(title: string, body: string): void;
}

/** What `moveToBin` throws: some drives and systems have no bin. */
export function noBin(path: string, cause: unknown): AppError<"NOT_SUPPORTED_HERE"> {
  const what = "Moving a file to the bin";
  const instead = `Delete it with your file manager: ${path}`;
  return new AppError("NOT_SUPPORTED_HERE", `${what} is not possible here. ${instead}`, { what, instead }, { cause });
}
