import { useContext, type ReactNode } from "react";
import { AskAddress } from "./ask-address.ts";

/**
 * A link of an answer: nothing is fetched, shown or opened before it is pressed, and then its address is shown first. It is a button, so
 * that no middle click, drag or preview of the browser follows it. A note's number moves to the note.
 */
export function Link({ href = "", children }: { href?: string | undefined; children?: ReactNode }) {
  const ask = useContext(AskAddress);
  const isNote = href.startsWith("#");
  const press = () => {
    if (!isNote) return ask(href);
    const note = document.getElementById(decodeURIComponent(href.slice(1)));
    note?.scrollIntoView({ block: "nearest" });
  };
  return (
    <button type="button" className="md-link" onClick={press} title={isNote ? undefined : href}>
      {children}
    </button>
  );
}
