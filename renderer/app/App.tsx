import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { ToastLayer } from "#renderer/ui/Toast.tsx";
import { TooltipLayer } from "#renderer/ui/Tooltip.tsx";
import { Keyboard } from "./keys/Keyboard.tsx";
import { Shell } from "./Shell.tsx";

export function App() {
  return (
    <Router hook={useHashLocation}>
      <Keyboard>
        <Shell />
        <ToastLayer />
        <TooltipLayer />
      </Keyboard>
    </Router>
  );
}
