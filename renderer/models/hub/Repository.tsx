import type { HubState, RepositoryView, Target } from "#main/models/hub/contract.ts";
import { useText } from "#renderer/app/texts.ts";
import { Badge, FitBadge } from "#renderer/ui/Badge.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import { Fault } from "#renderer/ui/Fault.tsx";
import { toast } from "#renderer/ui/toasts.ts";
import { formatBytes } from "#renderer/ui/units.ts";
import { HeadedTable } from "../HeadedTable.tsx";
import { GetButton } from "./GetButton.tsx";
import type { OffersProps } from "./Recommended.tsx";
import { Terms } from "./Terms.tsx";
import { nameOf } from "./use-hub.ts";

export interface RepositoryProps extends OffersProps {
  view: RepositoryView;
  /** What the address named. */
  wanted: Pick<Target, "file" | "quantisation"> | null;
  onToken: () => void;
}

/** A repository's models, each with whether it fits here, and what one may do with them. */
export function Repository({ hub, view, wanted, onDownload, onUse, onToken }: RepositoryProps) {
  const t = useText();
  const { repository, licence, downloads, choices, gated, isAccepted } = view;
  const name = hub.catalogue.find((model) => model.repository === repository)?.name ?? nameOf(repository);
  const hasWanted = choices.some((choice) => isWanted(choice, wanted));
  return (
    <section aria-labelledby="hub-repository" className="hub-repository">
      <div>
        <h2 id="hub-repository">{name}</h2>
        <p className="small t2 n">{repository}</p>
        <p className="small t2 n">
          {t("hub.repository.facts", {
            licence: licence.name === "" ? t("hub.licence.none") : licence.name,
            downloads,
          })}
        </p>
        <Terms repository={repository} url={view.url} />
      </div>
      {gated && hub.token === "none" && (
        <Fault
          tone="warn"
          icon="lock"
          quiet
          actions={
            <>
              <Button onClick={onToken}>{t("hub.gated.token")}</Button>
              <Button
                kind="quiet"
                icon="copy"
                onClick={() => void navigator.clipboard.writeText(view.url).then(() => toast(t("library.copied")))}
              >
                {t("hub.gated.copy")}
              </Button>
            </>
          }
        >
          <p>{t("hub.gated.text", { host: hub.host })}</p>
          <p className="hub-url">{view.url}</p>
        </Fault>
      )}
      <p className="small t2">{choices.length === 0 ? t("hub.choices.none") : t("hub.choices.help")}</p>
      {choices.length > 0 && (
        <HeadedTable
          className="hub-grid"
          label={t("hub.choices")}
          columns={[
            { label: t("hub.column.kind") },
            { label: t("hub.column.size"), end: true },
            { label: t("hub.column.fit") },
            { label: t("hub.column.action"), unseen: true },
          ]}
        >
          {choices.map((choice) => {
            const marked = hasWanted ? isWanted(choice, wanted) : choice.isSuggested;
            return (
              <tr key={choice.file} aria-current={marked ? "true" : undefined}>
                <td>
                  <b>{choice.quantisation}</b>{" "}
                  {choice.isSuggested && (
                    <Badge tone="ok" icon="check">
                      {t("hub.choice.suggested")}
                    </Badge>
                  )}
                  <span className="sub">
                    {choice.kind === "projector" ? t("hub.choice.projector") : choice.file}
                    {choice.files > 1 && ` ${t("hub.choice.files", { count: choice.files })}`}
                  </span>
                </td>
                <td className="end n">{formatBytes(choice.sizeBytes)}</td>
                <td>{choice.kind === "model" && <FitBadge state={choice.fit.state} />}</td>
                <td className="end">
                  <GetButton
                    kind={marked ? "go" : "outlined"}
                    modelId={broughtBy(hub, repository, choice.quantisation)}
                    offer={{
                      name: `${name} ${choice.quantisation}`,
                      repository,
                      file: choice.file,
                      quantisation: choice.quantisation,
                      sizeBytes: choice.sizeBytes,
                      licence,
                      isAccepted,
                    }}
                    onDownload={onDownload}
                    onUse={onUse}
                  />
                </td>
              </tr>
            );
          })}
        </HeadedTable>
      )}
    </section>
  );
}

/** What has come since the repository was looked up is there too. */
function broughtBy({ brought }: HubState, repository: string, quantisation: string): string | null {
  const found = brought.find((one) => one.repository === repository && one.quantisation === quantisation);
  return found?.modelId ?? null;
}

function isWanted(
  { file, quantisation, kind }: RepositoryView["choices"][number],
  wanted: RepositoryProps["wanted"],
): boolean {
  if (wanted === null || kind === "projector") return false;
  return wanted.file !== null ? wanted.file === file : wanted.quantisation === quantisation;
}
