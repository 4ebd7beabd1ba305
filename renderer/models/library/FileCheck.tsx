import type { ModelCard } from "#main/models/library/contract.ts";
import { dateText } from "#renderer/app/formats.ts";
import { useText, type Text } from "#renderer/app/texts.ts";
import { Badge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Progress } from "#renderer/ui/Meter.tsx";
import { toast } from "#renderer/ui/toasts.ts";

export interface FileCheckProps {
  card: ModelCard;
  /** While its file is being read. */
  checking: { progress: number | null } | null;
  onCheck: () => void;
}

/** Whether the bytes are what they should be, and their SHA-256. */
export function FileCheck({ card, checking, onCheck }: FileCheckProps) {
  const t = useText();
  const { state } = card.checksum;
  const hashes = card.files.filter(({ sha256 }) => sha256 !== null);
  return (
    <div className="model-more">
      <div className="row">
        <h4 className="small grow">{t("library.check")}</h4>
        <Outcome checksum={card.checksum} t={t} />
        {state !== "fresh" && checking === null && (
          <Button kind="text" size="sm" tip={t("library.check.tip")} onClick={onCheck}>
            {t("library.check.do")}
          </Button>
        )}
      </div>
      {checking !== null && <Progress label={t("library.check.running")} value={checking.progress} />}
      {hashes.map(({ path, sha256 }) => (
        <p key={path} className="row sha">
          <code
            className="grow"
            aria-label={
              hashes.length === 1
                ? t("library.check.sha256")
                : t("library.check.sha256.of", { file: path.split(/[\\/]/).at(-1) ?? path })
            }
          >
            {sha256}
          </code>
          <Button
            kind="quiet"
            size="sm"
            icon="copy"
            label={t("library.copy.sha256")}
            onClick={() => {
              void navigator.clipboard.writeText(sha256 ?? "").then(() => toast(t("library.copied")));
            }}
          />
        </p>
      ))}
    </div>
  );
}

function Outcome({ checksum, t }: { checksum: ModelCard["checksum"]; t: Text }) {
  const { state, matches, checkedAt } = checksum;
  if (state === "none") return <span className="small t2">{t("library.check.none")}</span>;
  if (state === "stale") {
    return (
      <Badge tone="warn" icon="info">
        {t("library.check.stale")}
      </Badge>
    );
  }
  if (matches === null)
    return <span className="small t2">{t("library.check.taken", { date: dateText(checkedAt ?? 0) })}</span>;
  return (
    <Badge tone={matches ? "ok" : "bad"} icon={matches ? "check" : "x"}>
      {matches ? t("library.check.matches") : t("library.check.differs")}
    </Badge>
  );
}
