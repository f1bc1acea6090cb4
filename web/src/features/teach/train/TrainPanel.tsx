import { Progress } from "@base-ui/react/progress";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import type { Lesson, TeachJob } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { CheckIcon, StopIcon, TeachIcon } from "@/components/ui/icons";
import { Panel } from "@/components/ui/Panel";
import { useNumbers } from "@/components/ui/useNumbers";

import { useUploads } from "../uploads/useUploads";
import { obstacleOf } from "./ready";
import styles from "./train.module.css";
import type { Teaching } from "./useTeaching";

const LearningCurves = lazy(() => import("./LearningCurves"));

export function TrainPanel({ lesson, teaching }: { lesson: Lesson; teaching: Teaching }) {
  const { t } = useTranslation("teach");
  const { job, running } = teaching;
  return (
    <Panel title={t("train.title")} className={styles.panel}>
      {running && job ? <Running job={job} onStop={teaching.stop} stopping={teaching.stopping} /> : <Ready lesson={lesson} teaching={teaching} />}
    </Panel>
  );
}

function Ready({ lesson, teaching }: { lesson: Lesson; teaching: Teaching }) {
  const { t } = useTranslation("teach");
  const { busy } = useUploads(lesson.name);
  const { job, start, starting } = teaching;
  const obstacle = obstacleOf(lesson, busy);
  const { version, stale } = lesson;
  const words = obstacle
    ? t(`train.obstacles.${obstacle.kind}`, { name: "name" in obstacle ? obstacle.name : "" })
    : version === null
      ? t("train.ready")
      : stale
        ? t("train.stale", { version })
        : t("train.fresh", { version });
  return (
    <div className={styles.ready}>
      {version === null ? null : <Result lesson={lesson} />}
      <Button
        look={version === null || stale ? "strong" : "plain"}
        className={styles.train}
        disabled={obstacle !== null || starting}
        aria-describedby="train-why"
        onClick={start}
      >
        <TeachIcon />
        {t(version === null ? "train.start" : "train.again")}
      </Button>
      <p id="train-why" className={styles.soft}>
        {words}
      </p>
      {job ? <Ended job={job} /> : null}
    </div>
  );
}

/** How the last run ended, where it did not end well. */
function Ended({ job }: { job: TeachJob }) {
  const { t } = useTranslation("teach");
  if (job.state === "failed") return <Notice tone="danger" title={t("train.failed")}>{job.error}</Notice>;
  if (job.state === "cancelled") return <Notice>{t("train.cancelled")}</Notice>;
  if (job.state === "interrupted") return <Notice tone="warning">{t("train.interrupted")}</Notice>;
  return null;
}

function Result({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation("teach");
  const { percent } = useNumbers();
  if (lesson.accuracy === null) return null;
  return (
    <p className={styles.result} data-testid="result">
      <b>{percent(lesson.accuracy, 1)}</b>
      <span>
        {t("train.right", { version: lesson.version })} <Link href={`/teach/${encodeURIComponent(lesson.name)}/report`}>{t("train.report")}</Link>
      </span>
    </p>
  );
}

const PHASES = ["looking", "fitting", "measuring", "saving"] as const;

function Running({ job, onStop, stopping }: { job: TeachJob; onStop(): void; stopping: boolean }) {
  const { t } = useTranslation("teach");
  const { count, seconds } = useNumbers();
  const now = PHASES.findIndex((phase) => phase === job.phase);
  const looking = job.phase === "looking" && job.total !== null;
  const figures = [
    looking ? t("train.progress", { done: count(job.done), total: count(job.total ?? 0) }) : "",
    looking && job.seconds_left !== null ? t("train.left", { time: seconds(job.seconds_left) }) : "",
    job.failures ? t("train.unreadable", { count: job.failures, number: count(job.failures) }) : "",
  ].filter(Boolean);
  return (
    <div className={styles.running}>
      <ol className={styles.phases}>
        {PHASES.map((phase, index) => (
          <li key={phase} data-state={index < now ? "over" : index === now ? "now" : "later"} aria-current={index === now ? "step" : undefined}>
            <span>{index < now ? <CheckIcon /> : null}</span>
            {t(`train.phases.${phase}`)}
          </li>
        ))}
      </ol>
      <Progress.Root value={looking ? job.done : null} max={job.total || 1} aria-label={t("train.title")} getAriaValueText={() => figures.join(", ") || t("train.working")}>
        <Progress.Track className={styles.track}>
          <Progress.Indicator className={styles.bar} />
        </Progress.Track>
      </Progress.Root>
      <p className={styles.soft} role="status">
        {figures.join(" · ") || t("train.working")}
      </p>
      {job.curve.length > 1 ? (
        <Suspense fallback={null}>
          <LearningCurves points={job.curve} height={150} />
        </Suspense>
      ) : null}
      <Button disabled={stopping} onClick={onStop}>
        <StopIcon />
        {t("train.stop")}
      </Button>
    </div>
  );
}
