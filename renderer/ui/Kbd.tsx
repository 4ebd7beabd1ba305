import "./Kbd.css";

/** One key cap for a whole shortcut: "Ctrl F". */
export function Kbd({ caps }: { caps: readonly string[] | null }) {
  if (caps === null) return null;
  return <kbd aria-hidden="true">{caps.join(" ")}</kbd>;
}

/** A cap for each key, as the palette shows them. */
export function KeyCapRow({ caps }: { caps: readonly string[] | null }) {
  if (caps === null) return null;
  return (
    <span className="caps" aria-hidden="true">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
