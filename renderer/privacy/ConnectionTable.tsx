import type { PrivacyStatus } from "#main/privacy/contract.ts";
import { momentText } from "#renderer/app/formats.ts";
import { useNow } from "#renderer/app/use-now.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { formatBytes } from "#renderer/ui/units.ts";

/** Every connection that was tried, newest first; none since the start is a line that says so. */
export function ConnectionTable({ status }: { status: PrivacyStatus }) {
  const t = useText();
  const now = useNow();
  const started = momentText(t, status.startedAt, now);
  const connections = status.connections.toSorted((a, b) => b.at - a.at);
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label={t("privacy.connections")}>
      <table className="grid log">
        <thead>
          <tr>
            <th scope="col">{t("privacy.when")}</th>
            <th scope="col">{t("privacy.host")}</th>
            <th scope="col">{t("privacy.why")}</th>
            <th scope="col" className="end">
              {t("privacy.sent")}
            </th>
            <th scope="col" className="end">
              {t("privacy.received")}
            </th>
          </tr>
        </thead>
        <tbody>
          {status.tried === 0 && (
            <tr>
              <td colSpan={5} className="t2">
                <Icon name="check" size="s" /> {t("privacy.none", { started })}
              </td>
            </tr>
          )}
          {connections.map((connection, index) => (
            <tr key={`${connection.at} ${index}`}>
              <td className="n">{momentText(t, connection.at, now)}</td>
              <td>{connection.host}</td>
              <td>
                {connection.purpose}{" "}
                {!connection.allowed && (
                  <Badge tone="warn" icon="x">
                    {t("privacy.refused")}
                  </Badge>
                )}
              </td>
              <td className="end n">{formatBytes(connection.sentBytes)}</td>
              <td className="end n">{formatBytes(connection.receivedBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
