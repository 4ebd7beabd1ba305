import type { ReactNode } from "react";
import { Link, Redirect } from "wouter";
import { PrivacyPage } from "#renderer/privacy/PrivacyPage.tsx";
import { AboutPage } from "#renderer/settings/AboutPage.tsx";
import { GeneralPage } from "#renderer/settings/GeneralPage.tsx";
import { KeysPage } from "#renderer/settings/KeysPage.tsx";
import { MemoryPage } from "#renderer/settings/MemoryPage.tsx";
import { ReadingPage } from "#renderer/settings/ReadingPage.tsx";
import { closeDrawer } from "./frame/frame-store.ts";
import { ListPane } from "./frame/ListPane.tsx";
import { MainPane, RoomBar } from "./frame/MainPane.tsx";
import { settingsPages } from "./settings-pages.ts";
import type { SettingsPageId } from "./settings-pages.ts";
import { useText } from "./texts.ts";

const pages: Record<SettingsPageId, () => ReactNode> = {
  general: GeneralPage,
  reading: ReadingPage,
  models: MemoryPage,
  privacy: PrivacyPage,
  keys: KeysPage,
  about: AboutPage,
};

/** Settings: a list of pages, each saved at once. */
export function SettingsRoute({ page }: { page: string | undefined }) {
  const t = useText();
  const shown = settingsPages.find((one) => one.id === page);
  if (shown === undefined) return <Redirect to={settingsPages[0].path} replace />;
  const Page = pages[shown.id];
  return (
    <>
      <ListPane label={t("app.settings")}>
        <ul>
          {settingsPages.map(({ id, path, label }) => (
            <li key={id}>
              <Link
                href={path}
                className="item"
                aria-current={id === shown.id ? "page" : undefined}
                onClick={closeDrawer}
              >
                <span>
                  <b>{t(label)}</b>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </ListPane>
      <MainPane>
        <RoomBar title={t(shown.label)} />
        <div className="scroll" tabIndex={0} role="region" aria-label={t(shown.label)} key={shown.id}>
          <Page />
        </div>
      </MainPane>
    </>
  );
}
