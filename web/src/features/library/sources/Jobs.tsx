import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { isActive, jobsQuery } from "@/api/jobs";
import type { Job } from "@/api/types";
import { useDates } from "@/components/gallery/useDates";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import shared from "@/components/jobs/jobs.module.css";
import { JobProgress } from "@/components/jobs/JobProgress";
import styles from "./sources.module.css";
import { useJobActions } from "@/components/jobs/useJobActions";
import { useJobTitle } from "@/components/jobs/useJobTitle";

const FEW = 8;

export function Jobs() {
  const { t } = useTranslation("library");
  const { data, error, refetch } = useQuery(jobsQuery);
  const [all, setAll] = useState(false);
  const jobs = data?.jobs ?? [];
  return (
    <Panel title={t("jobs:title")}>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data && jobs.length === 0 ? <p className={styles.soft}>{t("jobs:none")}</p> : null}
      <ul className={styles.rows}>
        {(all ? jobs : jobs.slice(0, FEW)).map((job) => (
          <JobRow key={job.id} job={job} busy={jobs.some(isActive)} />
        ))}
      </ul>
      {!all && jobs.length > FEW ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {t("jobs:all", { count: jobs.length })}
        </Button>
      ) : null}
    </Panel>
  );
}

function JobRow({ job, busy }: { job: Job; busy: boolean }) {
  const { t } = useTranslation("library");
  const { cancel, cancelling } = useJobActions();
  const title = useJobTitle()(job);
  const active = isActive(job);
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <strong>{title}</strong> <span className={styles.state} data-state={job.state}>{t(`jobs:states.${job.state}`)}</span>
        {active ? <JobProgress job={job} /> : <Ended job={job} />}
        {job.message ? <p className={styles.soft}>{job.message}</p> : null}
        {job.error ? <p className={styles.error}>{job.error}</p> : null}
      </div>
      <div className={styles.acts}>
        {active ? (
          <Button disabled={cancelling} onClick={() => cancel(job.id)}>
            {t("jobs:cancel")}
          </Button>
        ) : null}
        <Resume job={job} busy={busy} />
      </div>
    </li>
  );
}

function Ended({ job }: { job: Job }) {
  const { t } = useTranslation("library");
  const { count, seconds } = useNumbers();
  const { moment } = useDates();
  const took = job.started && job.finished ? (Date.parse(job.finished) - Date.parse(job.started)) / 1000 : null;
  return (
    <p className={shared.figures}>
      <span>{moment(job.started ?? job.created)}</span>
      {job.total ? <span>{t("jobs:progress", { done: count(job.done), total: count(job.total) })}</span> : null}
      {job.failures ? <span>{t("jobs:failures", { count: job.failures, number: count(job.failures) })}</span> : null}
      {took === null ? null : <span>{t("jobs:took", { time: seconds(took) })}</span>}
    </p>
  );
}

/** What ended early goes on where it was: what had been done is not done twice. */
function Resume({ job, busy }: { job: Job; busy: boolean }) {
  const { t } = useTranslation("library");
  const { resume, starting } = useJobActions();
  if (job.state !== "interrupted" && job.state !== "cancelled" && job.state !== "failed") return null;
  return (
    <Button disabled={starting || busy} onClick={() => resume(job.id)}>
      {t("jobs:resume")}
    </Button>
  );
}
