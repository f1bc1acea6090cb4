import { useTranslation } from "react-i18next";

import type { SearchNote } from "@/api/types";

import styles from "./words.module.css";

/** What was not understood of the words, and what of it was found in texts all the same. */
export function WordNotes({ notes }: { notes: readonly SearchNote[] }) {
  const { t } = useTranslation("search");
  const said = notes.filter(({ words }) => words.length > 0);
  if (said.length === 0) return null;
  return (
    <ul className={styles.notes} role="status" aria-label={t("words.notes.title")}>
      {said.map(({ code, term, words }) => (
        <li key={`${code} ${term}`} data-code={code}>
          {words.map((word) => (
            <mark key={word}>{word}</mark>
          ))}
          {t(`words.notes.${code}`, { count: words.length })}
        </li>
      ))}
    </ul>
  );
}
