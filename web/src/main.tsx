import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/App";
import { startLanguage } from "@/i18n";
import { applyTheme, chosenTheme } from "@/preferences/theme";

import "@/app/tokens.css";
import "@/app/base.css";

applyTheme(chosenTheme());
startLanguage();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id “root”.");

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
