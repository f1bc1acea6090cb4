import { Progress } from "@base-ui/react/progress";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { isActive, jobsQuery, startJob } from "@/api/jobs";
import { LIBRARY } from "@/api/library";
import { searchOptionsQuery } from "@/api/search";
import type { Job } from "@/api/types";
import { Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./options.module.css";

/** Starts the work that a descriptor still lacks, follows it, and tells when it is done. */
export function FillSpace({ space, onFilled }: { space: string; onFilled(): void }) {
  const { t } = useTranslation("search");
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: () => startJob({ kind: "index", space }),
    onSuccess: () => client.invalidateQueries({ queryKey: jobsQuery.queryKey }),
  });
  const started = start.data?.id;
  const { data } = useQuery({ ...jobsQuery, enabled: started !== undefined });
  const job = data?.jobs.find(({ id }) => id === started) ?? start.data;
  const isDone = job?.state === "done";
  useEffect(() => {
    if (!isDone) return;
    void client.invalidateQueries({ queryKey: searchOptionsQuery.queryKey });
    void client.invalidateQueries({ queryKey: LIBRARY });
    onFilled();
  }, [isDone, client, onFilled]);

  if (job && isActive(job)) return <JobProgress job={job} />;
  return (
    <div className={styles.fill}>
      {start.error ? <ProblemNotice error={start.error} /> : null}
      {job?.state === "failed" || job?.state === "cancelled" || job?.state === "interrupted" ? (
        <Notice tone="warning">{job.error || job.message || t("fill.stopped")}</Notice>
      ) : null}
      <Button disabled={start.isPending} onClick={() => start.mutate()}>
        {t("fill.start")}
      </Button>
    </div>
  );
}

function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation("search");
  const { count, seconds } = useNumbers();
  const words = t("fill.progress", { done: count(job.done), total: job.total === null ? "…" : count(job.total) });
  return (
    <Progress.Root className={styles.progress} value={job.total ? job.done : null} max={job.total || 1} aria-label={words}>
      <Progress.Track className={styles.track}>
        <Progress.Indicator className={styles.done} />
      </Progress.Track>
      <p className={styles.soft}>
        {job.seconds_left === null ? words : `${words} · ${t("fill.left", { time: seconds(job.seconds_left) })}`}
      </p>
    </Progress.Root>
  );
}
