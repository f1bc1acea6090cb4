import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { isActive, jobsQuery } from "@/api/jobs";
import { libraryQuery } from "@/api/library";
import { useJobActions } from "@/components/jobs/useJobActions";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./side.module.css";

/** Pictures that have no sentence: a job writes some in the background. */
export function NoCaption() {
  const { t } = useTranslation("library");
  const { count } = useNumbers();
  const { describe, starting } = useJobActions();
  const status = useQuery(libraryQuery).data?.captions;
  const busy = useQuery(jobsQuery).data?.jobs.some((job) => job.kind === "caption" && isActive(job)) ?? false;
  if (!status?.model || status.missing === 0 || busy) return null;
  return (
    <div className={styles.missing}>
      <p className={styles.soft}>{t("captions.missing", { count: status.missing, number: count(status.missing) })}</p>
      <Button disabled={starting} onClick={() => describe(false)}>
        {t("captions.now")}
      </Button>
    </div>
  );
}
