import "#renderer/ui/fonts.css";
import "#renderer/ui/tokens.css";
import "#renderer/ui/base.css";
import "#renderer/ui/Page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
