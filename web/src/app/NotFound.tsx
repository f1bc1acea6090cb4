import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import ui from "@/components/ui/ui.module.css";

import styles from "./frame.module.css";

export function NotFound() {
  const { t } = useTranslation("app");
  return (
    <div className={styles.lost}>
      <h1>{t("lost.title")}</h1>
      <p>{t("lost.why")}</p>
      <Link href="/draw" className={`${ui.button} ${ui.strong}`}>
        {t("lost.cure")}
      </Link>
    </div>
  );
}
