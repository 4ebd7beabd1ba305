import { useEffect, useState } from "react";
import { useConnection } from "#renderer/rpc/connection.ts";
import { Icon } from "#renderer/ui/Icon.tsx";
import { useText } from "../texts.ts";
import "./ConnectionLine.css";

/** A connection that comes back at once is not worth a word. */
const QUIET_MS = 600;
const RESTORED_SHOWN_MS = 4_000;

type Line = "none" | "lost" | "refused" | "restored";

const words = {
  lost: "app.connectionLost",
  refused: "app.connectionRefused",
  restored: "app.connectionRestored",
} as const;

/** Says that the page has lost the app process, and that it has it again; or that the app was started again and does not know it. */
export function ConnectionLine() {
  const t = useText();
  const state = useConnection((connection) => connection.state);
  const [line, setLine] = useState<Line>("none");

  useEffect(() => {
    if (state === "lost" || state === "refused") {
      const timer = setTimeout(() => setLine(state), QUIET_MS);
      return () => clearTimeout(timer);
    }
    const back = setTimeout(() => setLine((old) => (old !== "none" && state === "open" ? "restored" : old)), 0);
    const done = setTimeout(() => setLine("none"), RESTORED_SHOWN_MS);
    return () => {
      clearTimeout(back);
      clearTimeout(done);
    };
  }, [state]);

  return (
    <div className="connection-line" role="status">
      {line !== "none" && (
        <p className={line === "restored" ? "banner ok" : "banner warn"}>
          <Icon name={line === "restored" ? "check" : "alert"} size="s" />
          {t(words[line])}
        </p>
      )}
    </div>
  );
}
