import { useState } from "react";
import type { ModelsView } from "#main/models/contract.ts";
import { MainPane, RailButton } from "#renderer/app/frame/MainPane.tsx";
import { usePrivacy } from "#renderer/app/state/privacy.ts";
import { useText } from "#renderer/app/texts.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Icon } from "#renderer/ui/Icon.tsx";
import { writers } from "../use-models.ts";
import { usePaths } from "../use-paths.tsx";
import { FoundModel } from "./FoundModel.tsx";
import { bestOf, orderFound } from "./order-found.ts";
import { SampleCard } from "./SampleCard.tsx";
import "./welcome.css";

export interface WelcomeProps {
  view: ModelsView;
  /** Begins the first chat with this model. */
  onStart: (modelId: string) => void;
  onWhy: (modelId: string) => void;
}

/** Of many models, so that the small one and the vault stay in sight. */
const shownAtFirst = 5;

/** The first page: what is on this computer already, or the small model; nothing leaves it without a question. */
export function Welcome({ view, onStart, onWhy }: WelcomeProps) {
  const t = useText();
  const paths = usePaths();
  const vault = usePrivacy((status) => status.vault);
  const found = orderFound(writers(view.models).filter((model) => !model.isSample));
  const [all, setAll] = useState(false);
  const shown = all || found.length <= shownAtFirst + 1 ? found : found.slice(0, shownAtFirst);
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
                  {shown.map((model) => (
                    <FoundModel
                      key={model.id}
                      model={model}
                      view={view}
                      isBest={model === best}
                      onStart={() => onStart(model.id)}
                      onWhy={() => onWhy(model.id)}
                    />
                  ))}
                </ul>
                {shown.length < found.length && (
                  <Button kind="text" onClick={() => setAll(true)}>
                    {t("welcome.more", { count: found.length - shown.length })}
                  </Button>
                )}
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
