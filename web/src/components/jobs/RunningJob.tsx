import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import type { Job } from "@/api/types";
import { Button } from "../ui/Button";

import { JobProgress } from "./JobProgress";
import styles from "./jobs.module.css";
import { useJobActions } from "./useJobActions";
import { useJobTitle } from "./useJobTitle";

/** The work that goes on, on every part of the library page. */
export function RunningJob({ job }: { job: Job }) {
  const { t } = useTranslation("jobs");
  const { cancel, cancelling } = useJobActions();
  const title = useJobTitle()(job);
  return (
    <section className={styles.running} aria-label={title}>
      <Link href="/library/sources">{title}</Link>
      <JobProgress job={job} />
      <Button disabled={cancelling} onClick={() => cancel(job.id)}>
        {t("cancel")}
      </Button>
    </section>
  );
}
