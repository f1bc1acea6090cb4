import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { failuresQuery } from "@/api/library";
import { useDates } from "@/components/gallery/useDates";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./library.module.css";

export default function UnreadableView() {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { moment } = useDates();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(failuresQuery);
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const failures = data.pages.flatMap((page) => page.failures);
  if (failures.length === 0) return <Notice>{t("unreadable.none")}</Notice>;
  return (
    <div className={styles.narrow}>
      <p className={styles.lead}>{t("unreadable.what")}</p>
      <ul className={styles.failures}>
        {failures.map(({ path, reason, when }) => (
          <li key={path}>
            <strong>{path}</strong>
            <p>{reason}</p>
            <small>{t("unreadable.when", { when: moment(when) })}</small>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("unreadable.more", { number: count((data.pages[0]?.total ?? 0) - failures.length) })}
        </Button>
      ) : null}
    </div>
  );
}
