import { remember, remembered } from "./memory";

export type Theme = "system" | "light" | "dark";

const isTheme = (value: string | null): value is Theme => value === "system" || value === "light" || value === "dark";

export function chosenTheme(): Theme {
  const value = remembered("theme");
  return isTheme(value) ? value : "system";
}

/** With "system" the attribute is absent and the browser's preference holds. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  remember("theme", theme);
  applyTheme(theme);
}
