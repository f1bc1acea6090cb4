import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";

import { reportQuery } from "@/api/teach";
import type { Lesson, LessonReport } from "@/api/types";
import { Confusion } from "@/components/charts/Confusion";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Panel } from "@/components/ui/Panel";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import LearningCurves from "../train/LearningCurves";
import { Classes } from "./Classes";
import { Mistakes } from "./Mistakes";
import { MorePictures } from "./MorePictures";
import styles from "./report.module.css";

/** What was learned, measured on pictures that were held back. */
export default function ReportView({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation("teach");
  const [params] = useSearchParams();
  const asked = params.get("version");
  const version = lesson.versions.find((each) => each.version === asked)?.version ?? lesson.version;
  const { data, error, refetch } = useQuery({ ...reportQuery(lesson.name, version ?? ""), enabled: version !== null });
  if (version === null) return <Notice>{t("report.none")}</Notice>;
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return <Report key={version} lesson={lesson} report={data} />;
}

export interface CellOf {
  row: number;
  column: number;
}

function Report({ lesson, report }: { lesson: Lesson; report: LessonReport }) {
  const { t } = useTranslation("teach");
  const { percent, count } = useNumbers();
  const [cell, setCell] = useState<CellOf | null>(null);
  const choose = (row: number, column: number) => {
    setCell(cell?.row === row && cell.column === column ? null : { row, column });
    requestAnimationFrame(() => document.getElementById("lesson-mistakes")?.scrollIntoView({ block: "nearest", behavior: "smooth" }));
  };
  return (
    <div className={styles.report}>
      {lesson.version !== report.version ? <Notice>{t("report.older", { version: report.version, newest: lesson.version })}</Notice> : null}
      <Summary report={report} />
      <div className={styles.pair}>
        <Panel title={t("report.classes")}>
          <Classes classes={report.classes} />
        </Panel>
        <Panel title={t("report.confusion")}>
          <Scroll label={t("report.confusion")}>
            <div style={{ minWidth: `${Math.max(14, report.labels.length * 2.6 + 5)}rem` }} className={styles.matrix}>
              <Confusion
                matrix={report.confusion}
                labels={report.labels}
                caption={t("report.caption")}
                hint={t("report.hint")}
                say={(truth, answer, number, share) =>
                  t(truth === answer ? "report.rightCell" : "report.wrongCell", { truth, answer, number: count(number), share: percent(share, 0) })
                }
                onCell={choose}
                chosen={cell}
              />
            </div>
          </Scroll>
        </Panel>
      </div>
      <div id="lesson-mistakes">
        <Panel title={t("mistakes.title")}>
          <Mistakes lesson={lesson} report={report} cell={cell} onAll={() => setCell(null)} />
        </Panel>
      </div>
      <Panel title={t("more.title")}>
        <MorePictures points={report.learning_curve} classes={report.classes} />
      </Panel>
      {report.curve.length > 1 ? (
        <Panel title={t("curves.title")}>
          <LearningCurves points={report.curve} height={220} />
        </Panel>
      ) : null}
      <Panel title={t("report.how")}>
        <p className={styles.soft} lang="en">
          {report.protocol}
        </p>
      </Panel>
    </div>
  );
}

function Summary({ report }: { report: LessonReport }) {
  const { t } = useTranslation("teach");
  const { percent, plain, count, seconds } = useNumbers();
  const facts: [string, string, string][] = [
    [t("report.interval"), `${percent(report.accuracy_low, 1)} – ${percent(report.accuracy_high, 1)}`, t("report.intervalWhy")],
    [t("report.loss"), plain(report.log_loss, 2), t("report.lossWhy")],
    [t("report.ece"), percent(report.ece, 1), t("report.eceWhy")],
    [t("report.reject"), percent(report.reject, 0), t("report.rejectWhy", { share: percent(report.false_rejects, 1) })],
    [t("report.examples"), count(report.examples), report.left_out ? t("report.leftOut", { count: report.left_out, number: count(report.left_out) }) : ""],
    [t("report.took"), seconds(report.seconds), ""],
  ];
  return (
    <Panel className={styles.summary}>
      <div className={styles.headline}>
        <p className={styles.big}>{percent(report.accuracy, 1)}</p>
        <p>{t("report.right", { version: report.version })}</p>
      </div>
      {report.advice.length > 0 ? (
        <div className={styles.advice}>
          <h3>{t("report.advice")}</h3>
          <ul lang="en">
            {report.advice.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <dl className={styles.facts}>
        {facts.map(([name, value, why]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            {why ? <p>{why}</p> : null}
          </div>
        ))}
      </dl>
    </Panel>
  );
}
