import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { CLASSIFY } from "@/api/classify";
import { addModel, examplesQuery, exampleUrl, lessonsQuery } from "@/api/teach";
import type { LessonSummary } from "@/api/types";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import type { PlacedFile } from "@/components/files/dropped";
import { DropVeil } from "@/components/files/DropVeil";
import { useIncoming } from "@/components/files/useIncoming";
import { useDates } from "@/components/gallery/useDates";
import { NamingHead } from "@/components/naming/NamingHead";
import { Loading, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { FolderIcon, PlusIcon, TeachIcon, UploadIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";
import { useToasts } from "@/components/ui/useToasts";

import { type FolderPlan, planOf } from "../uploads/folders";
import styles from "./lessons.module.css";
import { NewLesson } from "./NewLesson";

/** What a new lesson begins with: empty classes, or those of a folder. */
export type Beginning = FolderPlan | "classes";

export function LessonsPage() {
  const { t } = useTranslation("teach");
  const { data, error, refetch } = useQuery({ ...lessonsQuery, refetchInterval: ({ state }) => (state.data?.lessons.some(({ job }) => job !== null) ? 2000 : false) });
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const plan = useCallback((files: PlacedFile[]) => {
    if (files.length > 0) setBeginning(planOf(files));
  }, []);
  const hovering = useIncoming(plan);
  const lessons = data?.lessons ?? [];
  const ways = (
    <div className={styles.ways}>
      <Button look="strong" onClick={() => setBeginning("classes")}>
        <PlusIcon />
        {t("begin.classes")}
      </Button>
      <ChooseFiles folder label={t("begin.folder")} onFiles={plan}>
        <FolderIcon />
        {t("begin.folder")}
      </ChooseFiles>
      <Import />
    </div>
  );
  return (
    <div className={styles.page}>
      <NamingHead here="teach" title={t("title")} lead={t("lead")} />
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading /> : null}
      {data && lessons.length === 0 ? (
        <div className={styles.empty}>
          <span className={styles.sign}>
            <TeachIcon />
          </span>
          <h2>{t("empty.title")}</h2>
          <p>{t("empty.what")}</p>
          <ol className={styles.steps}>
            {(["classes", "pictures", "train", "use"] as const).map((step) => (
              <li key={step}>
                <h3>{t(`empty.${step}.title`)}</h3>
                <p>{t(`empty.${step}.what`)}</p>
              </li>
            ))}
          </ol>
          {ways}
        </div>
      ) : null}
      {lessons.length > 0 ? (
        <>
          {ways}
          <ul className={styles.lessons}>
            {lessons.map((lesson) => (
              <LessonTile key={lesson.name} lesson={lesson} />
            ))}
          </ul>
        </>
      ) : null}
      {beginning ? <NewLesson beginning={beginning} onClose={() => setBeginning(null)} /> : null}
      {hovering ? <DropVeil>{t("begin.drop")}</DropVeil> : null}
    </div>
  );
}

function LessonTile({ lesson }: { lesson: LessonSummary }) {
  const { t } = useTranslation("teach");
  const { count, percent } = useNumbers();
  const { moment } = useDates();
  const { name, title, classes, examples, accuracy, job, version, stale, changed } = lesson;
  const few = useQuery({ ...examplesQuery(name, null, 0, 4), enabled: examples > 0 }).data?.examples ?? [];
  const state = job !== null ? "teaching" : version === null ? "untaught" : stale ? "stale" : "taught";
  return (
    <li className={styles.lesson}>
      <div className={styles.covers} aria-hidden="true">
        {Array.from({ length: 4 }, (_, i) => (
          <span key={i}>{few[i] ? <img src={exampleUrl(name, few[i].id)} alt="" loading="lazy" /> : null}</span>
        ))}
      </div>
      <div className={styles.about}>
        <h2>
          <Link href={`/teach/${encodeURIComponent(name)}`}>{title}</Link>
        </h2>
        <p className={styles.soft}>
          {t("lesson.classes", { count: classes, number: count(classes) })} · {t("lesson.examples", { count: examples, number: count(examples) })}
        </p>
        <p className={styles.state} data-state={state}>
          <span>{t(`lesson.states.${state}`)}</span>
          {accuracy === null ? null : <b>{percent(accuracy, 1)}</b>}
        </p>
        <p className={styles.small}>{t("lesson.changed", { when: moment(changed) })}</p>
      </div>
    </li>
  );
}

function Import() {
  const { t } = useTranslation("teach");
  const client = useQueryClient();
  const { say, fail } = useToasts();
  const add = useMutation({
    mutationFn: addModel,
    onSuccess: (card) => {
      void client.invalidateQueries({ queryKey: CLASSIFY });
      void client.invalidateQueries({ queryKey: ["models"] });
      say(t("import.done", { title: card.title }), { label: t("import.try"), act: () => window.location.assign(`/classify?models=${encodeURIComponent(card.name)}`) });
    },
    onError: (error) => fail(t("import.failed"), error),
  });
  return (
    <ChooseFiles
      label={t("import.button")}
      multiple={false}
      accept=".zip,application/zip"
      disabled={add.isPending}
      onFiles={([chosen]) => chosen && add.mutate(chosen.file)}
    >
      <UploadIcon />
      {t("import.button")}
    </ChooseFiles>
  );
}
