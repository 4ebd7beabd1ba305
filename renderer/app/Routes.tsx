import { Redirect, Route, Switch } from "wouter";
import { SettingsRoute } from "./SettingsRoute.tsx";

/** One line a room. */
export function Routes() {
  return (
    <Switch>
      <Route path="/settings/:page?">{({ page }) => <SettingsRoute page={page} />}</Route>
      <Route>
        <Redirect to="/settings" replace />
      </Route>
    </Switch>
  );
}
