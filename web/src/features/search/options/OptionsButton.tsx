import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/Button";
import { SlidersIcon } from "@/components/ui/icons";

import { optionsSet, type Query } from "../query";
import styles from "../search.module.css";

/** The id of the part of the page that the button opens. */
export const OPTIONS = "search-options";

export function OptionsButton({ query, open, onToggle }: { query: Query; open: boolean; onToggle(): void }) {
  const { t } = useTranslation("search");
  const set = optionsSet(query);
  return (
    <Button aria-expanded={open} aria-controls={OPTIONS} onClick={onToggle}>
      <SlidersIcon />
      <span className={styles.word}>{t("options.title")}</span>
      {set > 0 ? <span className={styles.set}>{t("options.set", { count: set })}</span> : null}
    </Button>
  );
}
