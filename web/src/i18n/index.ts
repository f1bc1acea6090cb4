import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

import { remember, remembered } from "@/preferences/memory";

export const LANGUAGES = { en: "English", zh: "中文" } as const;
export type Language = keyof typeof LANGUAGES;

/** A tree of sentences; a feature brings its own, in both languages, when it is loaded. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

const isLanguage = (value: string | null): value is Language => value !== null && value in LANGUAGES;

/** The person's own choice, else the first language of the browser that we speak. */
export function preferredLanguage(): Language {
  const chosen = remembered("language");
  if (isLanguage(chosen)) return chosen;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  return spoken ?? "en";
}

/** `lang` decides pronunciation in screen readers and the choice of Chinese glyphs. */
function tellDocument(language: string): void {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
}

const language: i18n = i18next.createInstance();

export function startLanguage(): void {
  if (language.isInitialized) return;
  language.on("languageChanged", tellDocument);
  void language.use(initReactI18next).init({
    lng: preferredLanguage(),
    fallbackLng: "en",
    resources: {},
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

export function setLanguage(next: Language): void {
  remember("language", next);
  void language.changeLanguage(next);
}

/** Keys follow the shape of the English tree; the parity test holds the other languages to it. */
export function addMessages(namespace: string, en: Messages, zh: Messages): void {
  startLanguage(); // a bundler may run a feature's module before the page's own
  language.addResourceBundle("en", namespace, en, true, true);
  language.addResourceBundle("zh", namespace, zh, true, true);
}
