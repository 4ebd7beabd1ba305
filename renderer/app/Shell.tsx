import type { CSSProperties } from "react";
import { useEffect } from "react";
import { ExportDialogs } from "#renderer/chat/exchange/ExportDialog.tsx";
import { useColumns } from "./frame/columns.ts";
import { closeDrawer, useFrame } from "./frame/frame-store.ts";
import { keepFocus } from "./frame/keep-focus.ts";
import { rememberFocus } from "./frame/regions.ts";
import { WindowDrop } from "./drop/WindowDrop.tsx";
import { Palette } from "./palette/Palette.tsx";
import { usePaletteOpen } from "./palette/palette-store.ts";
import { Rail } from "./Rail.tsx";
import { Routes } from "./Routes.tsx";
import { ShellActions } from "./ShellActions.tsx";
import { useHost } from "./state/settings.ts";
import { ConnectionLine } from "./status/ConnectionLine.tsx";
import { RestoredLine } from "./status/RestoredLine.tsx";
import { StatusBar } from "./status/StatusBar.tsx";
import { useText } from "./texts.ts";
import { useLook } from "./use-look.ts";
import "./frame/frame.css";

/** Everything that stands around the rooms. */
export function Shell() {
  const t = useText();
  const columns = useColumns();
  const drawer = useFrame((frame) => frame.drawer);
  const paletteOpen = usePaletteOpen((palette) => palette.open);
  const host = useHost();
  useLook();
  useEffect(rememberFocus, []);
  useEffect(keepFocus, []);
  useEffect(() => {
    if (host !== null) document.documentElement.dataset["host"] = host.kind;
  }, [host]);

  const widths = { "--list": `${columns.listPx}px`, "--inspector": `${columns.inspectorPx}px` } as CSSProperties;
  return (
    <>
      <a className="skip" href="#main" inert={drawer !== null} onClick={skipToMain}>
        {t("app.skip")}
      </a>
      <div className="app" style={widths}>
        <RestoredLine />
        <Rail />
        <Routes />
        {drawer !== null && <div className="drawer-scrim" onPointerDown={closeDrawer} />}
        <ConnectionLine />
        <StatusBar />
      </div>
      <ShellActions />
      <WindowDrop />
      <ExportDialogs />
      {paletteOpen && <Palette />}
    </>
  );
}

/** The address holds the route, so the link only moves the focus. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
