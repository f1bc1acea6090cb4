import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";

import { CLASSIFY } from "@/api/classify";
import { exportUrl } from "@/api/models";
import { deleteLesson, lessonKey, renameLesson, TEACH } from "@/api/teach";
import type { Lesson } from "@/api/types";
import { Button, LinkButton } from "@/components/ui/Button";
import { Confirm } from "@/components/ui/Confirm";
import { EditableText } from "@/components/ui/EditableText";
import { BackIcon, ClearIcon, SaveIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";
import { useToasts } from "@/components/ui/useToasts";

import { forgetUpload, uploads } from "./uploads/uploads";
import styles from "./workspace.module.css";

export function LessonHead({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { say, fail } = useToasts();
  const { name, title, classes, examples, version } = lesson;
  const rename = useMutation({
    mutationFn: (next: string) => renameLesson(name, next),
    onSuccess: (next) => {
      client.setQueryData([...lessonKey(name), "summary"], next);
      void client.invalidateQueries({ queryKey: TEACH });
    },
    onError: (error) => fail(t("failed"), error),
  });
  const remove = useMutation({
    mutationFn: () => deleteLesson(name),
    onSuccess: () => {
      forgetUpload(name);
      navigate("/teach");
      void client.invalidateQueries({ queryKey: TEACH, refetchType: "none" });
      void client.invalidateQueries({ queryKey: CLASSIFY });
      say(t("head.deleted", { title }));
    },
    onError: (error) => fail(t("failed"), error),
  });
  return (
    <header className={styles.head}>
      <Link href="/teach" className={styles.back}>
        <BackIcon />
        {t("head.all")}
      </Link>
      <div className={styles.title}>
        <h1>
          <EditableText value={title} label={t("head.rename")} onChange={rename.mutate} />
        </h1>
        <p className={styles.soft}>
          {t("lesson.classes", { count: classes, number: count(classes) })} · {t("lesson.examples", { count: examples, number: count(examples) })}
        </p>
      </div>
      <div className={styles.acts}>
        {version === null ? null : (
          <LinkButton href={exportUrl(name)} download={`${name}.zip`}>
            <SaveIcon />
            {t("head.export")}
          </LinkButton>
        )}
        <Confirm
          trigger={
            <Button look="quiet">
              <ClearIcon />
              {t("head.delete")}
            </Button>
          }
          title={t("head.deleteTitle", { title })}
          act={t("head.deleteAct")}
          onAct={() => {
            uploads.cancel(name);
            remove.mutate();
          }}
        >
          <p>{t("head.deleteWhat", { count: examples, number: count(examples) })}</p>
          <p>{t("head.deleteSafe")}</p>
        </Confirm>
      </div>
    </header>
  );
}
