import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { libraryQuery } from "@/api/library";
import { ProblemNotice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./library.module.css";

/** How much there is, and whether a search sees all of it. */
export function Summary() {
  const { t } = useTranslation("library");
  const { bytes, count } = useNumbers();
  const { data, error, refetch } = useQuery(libraryQuery);
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className={styles.summary}>&nbsp;</p>;
  const filled = data.spaces.filter(({ vectors }) => vectors > 0);
  const missing = filled.filter(({ missing: lacks }) => lacks > 0);
  return (
    <p className={styles.summary}>
      <span>{t("summary.pictures", { count: data.pictures, number: count(data.pictures) })}</span>
      {data.files > data.pictures ? <span>{t("summary.files", { count: data.files, number: count(data.files) })}</span> : null}
      {data.bytes ? <span>{bytes(data.bytes)}</span> : null}
      {data.unreadable ? (
        <Link href="/library/unreadable">{t("summary.unreadable", { count: data.unreadable, number: count(data.unreadable) })}</Link>
      ) : null}
      {data.pictures && missing.length ? (
        <Link href="/library/sources">{t("summary.missing", { count: Math.max(...missing.map(({ missing: lacks }) => lacks)) })}</Link>
      ) : null}
      {data.pictures && filled.length && !missing.length ? <span>{t("summary.filled")}</span> : null}
    </p>
  );
}
