import type { Model, ModelsView } from "#main/models/contract.ts";
import { MainPane, RailButton } from "#renderer/app/frame/MainPane.tsx";
import { usePrivacy } from "#renderer/app/state/privacy.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { writers } from "../use-models.ts";
import { usePaths } from "../use-paths.tsx";
import { FoundModel } from "./FoundModel.tsx";
import { SampleCard } from "./SampleCard.tsx";
import "./welcome.css";

export interface WelcomeProps {
  view: ModelsView;
  /** Begins the first chat with this model. */
  onStart: (modelId: string) => void;
  onWhy: (modelId: string) => void;
}

/** The first page: what is on this computer already, or the small model; nothing leaves it without a question. */
export function Welcome({ view, onStart, onWhy }: WelcomeProps) {
  const t = useText();
  const paths = usePaths();
  const vault = usePrivacy((status) => status.vault);
  const found = writers(view.models).filter((model) => !model.isSample);
  const sample = view.models.find((model) => model.isSample) ?? null;
  const best = bestOf(found);
  return (
    <MainPane>
      <RailButton />
      <div className="scroll" tabIndex={0} role="region" aria-label={t("welcome.label")}>
        <div className="welcome">
          <header>
            <Icon name="arch" className="big" />
            <h1>{t("welcome.title")}</h1>
            <p>{t("welcome.text")}</p>
          </header>
          <section aria-labelledby="welcome-found">
            <div className="row">
              <h2 id="welcome-found" className="grow">
                {t("welcome.found")}
              </h2>
              <Button kind="text" icon="folder" onClick={paths.addFolder}>
                {t("welcome.folder")}
              </Button>
            </div>
            {found.length === 0 ? (
              <p className="found-none">{view.scanning ? t("welcome.looking") : t("welcome.none")}</p>
            ) : (
              <>
                <ul className="found">
                  {found.map((model) => (
                    <FoundModel
                      key={model.id}
                      model={model}
                      isBest={model === best}
                      onStart={() => onStart(model.id)}
                      onWhy={() => onWhy(model.id)}
                    />
                  ))}
                </ul>
                <p className="tiny t3 found-note">{t("welcome.found.note")}</p>
              </>
            )}
          </section>
          <SampleCard view={view} sample={sample} isFirst={best === null} onStart={onStart} />
          {vault === "none" && (
            <p className="vault">
              <Icon name="lock" size="s" />
              <span>{t.rich("welcome.vault")}</span>
            </p>
          )}
        </div>
      </div>
      {paths.dialog}
    </MainPane>
  );
}

/** The largest model that fits without being tight: larger ones write better. */
export function bestOf(models: readonly Model[]): Model | null {
  const able = models.filter((model) => model.problem === null && model.fit.state === "fits");
  return able.toSorted((a, b) => b.sizeBytes - a.sizeBytes)[0] ?? null;
}
