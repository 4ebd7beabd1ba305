import { useEffect, useState } from "react";
import { useConnection } from "#renderer/rpc/connection.ts";
import { Icon } from "#renderer/ui/Icon.tsx";
import { useText } from "../texts.ts";
import "./ConnectionLine.css";

/** A connection that comes back at once is not worth a word. */
const QUIET_MS = 600;
const RESTORED_SHOWN_MS = 4_000;

type Line = "none" | "lost" | "restored";

/** Says that the page has lost the app process, and that it has it again. */
export function ConnectionLine() {
  const t = useText();
  const state = useConnection((connection) => connection.state);
  const [line, setLine] = useState<Line>("none");

  useEffect(() => {
    if (state === "lost") {
      const timer = setTimeout(() => setLine("lost"), QUIET_MS);
      return () => clearTimeout(timer);
    }
    const back = setTimeout(() => setLine((old) => (old === "lost" && state === "open" ? "restored" : old)), 0);
    const done = setTimeout(() => setLine("none"), RESTORED_SHOWN_MS);
    return () => {
      clearTimeout(back);
      clearTimeout(done);
    };
  }, [state]);

  return (
    <div className="connection-line" role="status">
      {line !== "none" && (
        <p className={line === "lost" ? "banner warn" : "banner ok"}>
          <Icon name={line === "lost" ? "alert" : "check"} size="s" />
          {t(line === "lost" ? "app.connectionLost" : "app.connectionRestored")}
        </p>
      )}
    </div>
  );
}
