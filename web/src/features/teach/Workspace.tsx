import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { lessonQuery } from "@/api/teach";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";

import { ClassesView } from "./classes/ClassesView";
import { LessonHead } from "./LessonHead";
import { TrainPanel } from "./train/TrainPanel";
import { TryPanel } from "./train/TryPanel";
import { useTeaching } from "./train/useTeaching";
import { UploadPanel } from "./uploads/UploadPanel";
import { VersionsView } from "./VersionsView";
import styles from "./workspace.module.css";

const ReportView = lazy(() => import("./report/ReportView"));

const PARTS = ["pictures", "report", "versions"] as const;

/** One lesson: its classes and pictures, teaching, what came of it, and trying it. */
export default function Workspace({ name, part }: { name: string; part: string }) {
  const { t } = useTranslation("teach");
  const { data: lesson, error, refetch } = useQuery(lessonQuery(name));
  const teaching = useTeaching(name, lesson);
  if (error && !lesson) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!lesson) return <Loading />;
  const here = PARTS.find((known) => known === part);
  const base = `/teach/${encodeURIComponent(name)}`;
  return (
    <div className={styles.page}>
      <LessonHead lesson={lesson} />
      <nav className={styles.tabs} aria-label={lesson.title}>
        {PARTS.map((known) => (
          <Link key={known} href={known === "pictures" ? base : `${base}/${known}`} aria-current={known === here ? "page" : undefined}>
            {t(`parts.${known}`)}
            {known === "versions" && lesson.versions.length > 0 ? <span>{lesson.versions.length}</span> : null}
          </Link>
        ))}
      </nav>
      <div className={styles.columns}>
        <div className={styles.main}>
          {here === "pictures" ? <ClassesView lesson={lesson} /> : null}
          {here === "report" ? (
            <Suspense fallback={<Loading />}>
              <ReportView lesson={lesson} />
            </Suspense>
          ) : null}
          {here === "versions" ? <VersionsView lesson={lesson} /> : null}
          {here ? null : <Notice tone="warning">{t("lost")}</Notice>}
        </div>
        <aside className={styles.side} aria-label={t("train.aside")}>
          <TrainPanel lesson={lesson} teaching={teaching} />
          {lesson.version === null ? null : <TryPanel key={lesson.version} lesson={lesson} />}
        </aside>
      </div>
      <UploadPanel lesson={name} classes={lesson.class_list} />
    </div>
  );
}
