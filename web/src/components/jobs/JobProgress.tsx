import { Progress } from "@base-ui/react/progress";
import { useTranslation } from "react-i18next";

import type { Job } from "@/api/types";
import { useNumbers } from "../ui/useNumbers";

import bars from "./bars.module.css";
import styles from "./jobs.module.css";
import { useJobTitle } from "./useJobTitle";

import "./messages";

/** How far a running job is: a bar, the rate, what is left. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation("jobs");
  const { count, seconds } = useNumbers();
  const title = useJobTitle()(job);
  const words = [
    job.state === "queued"
      ? t("states.queued")
      : job.total
        ? t("progress", { done: count(job.done), total: count(job.total) })
        : t("looking"),
    job.rate ? t("rate", { rate: count(job.rate < 10 ? Math.round(job.rate * 10) / 10 : Math.round(job.rate)) }) : "",
    job.failures ? t("failures", { count: job.failures, number: count(job.failures) }) : "",
    job.seconds_left !== null ? t("left", { time: seconds(job.seconds_left) }) : "",
  ].filter(Boolean);
  return (
    <Progress.Root value={job.total ? job.done : null} max={job.total || 1} aria-label={title} getAriaValueText={() => words.join(", ")}>
      <Progress.Track className={bars.track}>
        <Progress.Indicator className={bars.bar} />
      </Progress.Track>
      <p className={styles.figures}>
        {words.map((word) => (
          <span key={word}>{word}</span>
        ))}
      </p>
    </Progress.Root>
  );
}
