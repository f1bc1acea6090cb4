import { useTranslation } from "react-i18next";

import { Loading } from "@/components/problem/Notice";

import styles from "./results.module.css";

/** Where the first hits will stand. */
export function Skeleton() {
  const { t } = useTranslation("search");
  return (
    <div className={styles.skeleton}>
      <Loading label={t("searching")} />
      <div aria-hidden="true">
        {Array.from({ length: 18 }, (_, index) => (
          <span key={index} />
        ))}
      </div>
    </div>
  );
}
