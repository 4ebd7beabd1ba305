import type { ReactNode } from "react";
import { Link, Redirect } from "wouter";
import { ConversationsPage } from "#renderer/chat/exchange/ConversationsPage.tsx";
import { EmbeddingPage } from "#renderer/documents/embedding/EmbeddingPage.tsx";
import { PrivacyPage } from "#renderer/privacy/PrivacyPage.tsx";
import { AboutPage } from "#renderer/settings/AboutPage.tsx";
import { GeneralPage } from "#renderer/settings/GeneralPage.tsx";
import { KeysPage } from "#renderer/settings/KeysPage.tsx";
import { MemoryPage } from "#renderer/settings/MemoryPage.tsx";
import { ReadingPage } from "#renderer/settings/ReadingPage.tsx";
import { useAction } from "./actions/registry.ts";
import { closeDrawer } from "./frame/frame-store.ts";
import { ListPane } from "./frame/ListPane.tsx";
import { MainPane, RoomBar } from "./frame/MainPane.tsx";
import { settingsPages } from "./settings-pages.ts";
import type { SettingsPageId } from "./settings-pages.ts";
import { useText } from "./texts.ts";
import { useGoTo } from "./use-go-to.ts";

const pages: Record<SettingsPageId, () => ReactNode> = {
  general: GeneralPage,
  reading: ReadingPage,
  conversations: ConversationsPage,
  documents: EmbeddingPage,
  models: MemoryPage,
  privacy: PrivacyPage,
  keys: KeysPage,
  about: AboutPage,
};

/** Settings: a list of pages, each saved at once. */
export function SettingsRoute({ page }: { page: string | undefined }) {
  const t = useText();
  const goTo = useGoTo();
  const shown = settingsPages.find((one) => one.id === page);
  const at = settingsPages.findIndex((one) => one === shown);
  const step = (by: 1 | -1) => goTo((settingsPages[at + by] ?? settingsPages[at] ?? settingsPages[0]).path);
  useAction({ id: "next-item", label: t("keys.nextItem"), keyOnly: true, run: () => step(1) });
  useAction({ id: "previous-item", label: t("keys.previousItem"), keyOnly: true, run: () => step(-1) });
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
