/** What a window system can do for us, and a browser tab cannot. The only other difference is `ChildHost`. */
export interface Host {
  readonly kind: "desktop" | "headless";
  readonly canPickFiles: boolean;
  readonly canReveal: boolean;
  /** The system's dialog; null when it was closed. */
  pick(what: "folder" | "model"): Promise<string | null>;
  reveal(path: string): Promise<void>;
  /** A message of the system; does nothing while the window has the focus. */
  notify(title: string, body: string): void;
}
