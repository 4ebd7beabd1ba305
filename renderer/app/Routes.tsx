import { Redirect, Route, Switch } from "wouter";
import { ChatRoute } from "./ChatRoute.tsx";
import { ModelsRoute, WelcomeRoute } from "./ModelsRoute.tsx";
import { SettingsRoute } from "./SettingsRoute.tsx";

/** One line a room. */
export function Routes() {
  return (
    <Switch>
      <Route path="/chat/:chatId?">{({ chatId }) => <ChatRoute chatId={chatId} />}</Route>
      <Route path="/models/:modelId?">{({ modelId }) => <ModelsRoute modelId={modelId} />}</Route>
      <Route path="/welcome">
        <WelcomeRoute />
      </Route>
      <Route path="/settings/:page?">{({ page }) => <SettingsRoute page={page} />}</Route>
      <Route>
        <Redirect to="/chat" replace />
      </Route>
    </Switch>
  );
}
