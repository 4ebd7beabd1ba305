import { Redirect, Route, Switch } from "wouter";
import { ChatRoute } from "./ChatRoute.tsx";
import { DocumentsRoute } from "./DocumentsRoute.tsx";
import { EvaluateRoute } from "./EvaluateRoute.tsx";
import { ModelsRoute } from "./ModelsRoute.tsx";
import { ReaderRoute } from "./ReaderRoute.tsx";
import { SettingsRoute } from "./SettingsRoute.tsx";
import { TrainingRoute } from "./TrainingRoute.tsx";
import { useSettings } from "./state/settings.ts";
import { WelcomeRoute } from "./WelcomeRoute.tsx";

/** One line a room. */
export function Routes() {
  return (
    <Switch>
      <Route path="/chat/:id?">{({ id }) => <ChatRoute chatId={id ?? null} />}</Route>
      <Route path="/documents/search">
        <DocumentsRoute place={{ kind: "search" }} />
      </Route>
      <Route path="/documents/collection/:id/evaluate">{({ id }) => <EvaluateRoute collectionId={id} />}</Route>
      <Route path="/documents/collection/:id">
        {({ id }) => <DocumentsRoute place={{ kind: "collection", collectionId: id }} />}
      </Route>
      <Route path="/documents/:id/read/:place/:chat?">
        {({ id, place, chat }) => <ReaderRoute documentId={id} place={place} chatId={chat ?? null} />}
      </Route>
      <Route path="/documents">
        <DocumentsRoute place={{ kind: "collection", collectionId: null }} />
      </Route>
      <Route path="/training/:id?">{({ id }) => <TrainingRoute trainingId={id ?? null} />}</Route>
      <Route path="/models/:id?">{({ id }) => <ModelsRoute shown={id ?? null} />}</Route>
      <Route path="/settings/:page?">{({ page }) => <SettingsRoute page={page} />}</Route>
      <Route path="/welcome">
        <WelcomeRoute />
      </Route>
      <Route>
        <Start />
      </Route>
    </Switch>
  );
}

/** Chat, or the first page where nobody has chosen a model yet. */
function Start() {
  const welcomed = useSettings((settings) => settings.welcomed);
  if (welcomed === null) return <main className="main" id="main" data-region="main" tabIndex={-1} />;
  return <Redirect to={welcomed ? "/chat" : "/welcome"} replace />;
}
