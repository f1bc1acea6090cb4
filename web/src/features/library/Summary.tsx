import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { libraryQuery } from "@/api/library";
import type { LibraryReply } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./library.module.css";

/** How many pictures the space that is filled best still lacks: one that was begun for a trial is no lack. */
function unseenIn({ spaces, pictures }: LibraryReply): number {
  const lacks = spaces.filter(({ vectors }) => vectors > 0).map(({ missing }) => missing);
  return Math.min(pictures, ...lacks);
}

/** How much there is, and whether a search sees all of it. */
export function Summary() {
  const { t } = useTranslation("library");
  const { bytes, count } = useNumbers();
  const { data } = useQuery(libraryQuery);
  if (!data) return <p className={styles.summary}>&nbsp;</p>;
  const unseen = unseenIn(data);
  return (
    <p className={styles.summary}>
      <span>{t("summary.pictures", { count: data.pictures, number: count(data.pictures) })}</span>
      {data.files > data.pictures + data.removed ? <span>{t("summary.files", { count: data.files, number: count(data.files) })}</span> : null}
      {data.bytes ? <span>{bytes(data.bytes)}</span> : null}
      {data.unreadable ? (
        <Link href="/library/unreadable">{t("summary.unreadable", { count: data.unreadable, number: count(data.unreadable) })}</Link>
      ) : null}
      {data.pictures && unseen ? <Link href="/library/sources">{t("summary.missing", { count: unseen, number: count(unseen) })}</Link> : null}
      {data.pictures && unseen === 0 ? <span>{t("summary.filled")}</span> : null}
    </p>
  );
}
