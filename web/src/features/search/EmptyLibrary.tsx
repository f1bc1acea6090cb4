import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { Panel } from "@/components/ui/Panel";

import styles from "./search.module.css";

/** A search needs something to search in. */
export function EmptyLibrary() {
  const { t } = useTranslation("search");
  return (
    <Panel title={t("empty.title")} className={styles.empty}>
      <p className={styles.soft}>{t("empty.how")}</p>
      <pre className={styles.command}>
        <code>mindseye index ~/Pictures</code>
      </pre>
      <p>
        <Link href="/library">{t("empty.library")}</Link>
      </p>
    </Panel>
  );
}
