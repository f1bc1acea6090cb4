import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";

import { addClass, beginLesson, TEACH } from "@/api/teach";
import type { Lesson } from "@/api/types";
import { ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { CrossIcon, PlusIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { useNumbers } from "@/components/ui/useNumbers";

import type { FolderPlan } from "../uploads/folders";
import { uploadFolder } from "../uploads/uploads";
import styles from "./lessons.module.css";
import type { Beginning } from "./LessonsPage";

/** Makes the lesson and its classes one after the other, so that they stand in this order. */
async function begin({ title, names, plan }: { title: string; names: readonly string[]; plan: FolderPlan | null }): Promise<Lesson> {
  let lesson = await beginLesson(title);
  for (const name of names) lesson = await addClass(lesson.name, name);
  const files = plan?.classes.map((each, index) => ({ classId: lesson.class_list[index]?.id ?? 0, className: each.name, files: each.files })) ?? [];
  if (plan) uploadFolder(lesson.name, plan.title || title, files);
  return lesson;
}

export function NewLesson({ beginning, onClose }: { beginning: Beginning; onClose(): void }) {
  const { t } = useTranslation("teach");
  const plan = beginning === "classes" ? null : beginning;
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <header>
            <Dialog.Title>{t(plan ? "begin.folderTitle" : "begin.title")}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("begin.close")}><CrossIcon /></IconButton>} />
          </header>
          <Form plan={plan} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Form({ plan, onClose }: { plan: FolderPlan | null; onClose(): void }) {
  const { t } = useTranslation("teach");
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const id = useId();
  const [title, setTitle] = useState(plan?.title ?? "");
  const [names, setNames] = useState<readonly string[]>([t("begin.class", { number: 1 }), t("begin.class", { number: 2 })]);
  const start = useMutation({
    mutationFn: begin,
    onSuccess: (lesson) => {
      void client.invalidateQueries({ queryKey: TEACH });
      onClose();
      navigate(`/teach/${encodeURIComponent(lesson.name)}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = plan ? plan.classes.map(({ name }) => name) : names.map((name) => name.trim()).filter(Boolean);
    start.mutate({ title: title.trim() || t("begin.untitled"), names: wanted, plan });
  };
  const nothing = plan !== null && plan.classes.length === 0;
  return (
    <form className={styles.form} onSubmit={submit}>
      {nothing ? (
        <p className={styles.soft}>{t("begin.noClasses")}</p>
      ) : (
        <>
          <label htmlFor={id}>{t("begin.name")}</label>
          <input id={id} value={title} maxLength={100} placeholder={t("begin.placeholder")} onChange={(event) => setTitle(event.target.value)} />
          {plan ? <PlanList plan={plan} /> : <ClassNames names={names} onChange={setNames} />}
          {start.error ? <ProblemNotice error={start.error} /> : null}
        </>
      )}
      <div className={styles.acts}>
        <Button onClick={onClose}>{t("begin.cancel")}</Button>
        {nothing ? null : (
          <Button type="submit" look="strong" disabled={start.isPending}>
            {t(plan ? "begin.upload" : "begin.go")}
          </Button>
        )}
      </div>
    </form>
  );
}

function ClassNames({ names, onChange }: { names: readonly string[]; onChange(names: readonly string[]): void }) {
  const { t } = useTranslation("teach");
  return (
    <fieldset className={styles.names}>
      <legend>{t("begin.classNames")}</legend>
      {names.map((name, index) => (
        <div key={index} className={styles.name}>
          <input
            aria-label={t("begin.class", { number: index + 1 })}
            value={name}
            maxLength={100}
            onFocus={(event) => event.target.select()}
            onChange={(event) => onChange(names.map((old, i) => (i === index ? event.target.value : old)))}
          />
          {names.length > 2 ? (
            <IconButton label={t("begin.without", { name })} onClick={() => onChange(names.filter((_, i) => i !== index))}>
              <CrossIcon />
            </IconButton>
          ) : null}
        </div>
      ))}
      <Button look="quiet" onClick={() => onChange([...names, t("begin.class", { number: names.length + 1 })])}>
        <PlusIcon />
        {t("begin.more")}
      </Button>
    </fieldset>
  );
}

/** What was found in the folder, before anything is sent. */
function PlanList({ plan }: { plan: FolderPlan }) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const most = Math.max(...plan.classes.map(({ files }) => files.length));
  return (
    <div className={styles.plan}>
      <p className={styles.soft}>{t("begin.found", { count: plan.classes.length, number: count(plan.classes.length) })}</p>
      <ul>
        {plan.classes.map(({ name, files }) => (
          <li key={name} style={{ "--share": files.length / most }}>
            <span>{name}</span>
            <small>{count(files.length)}</small>
          </li>
        ))}
      </ul>
      {plan.loose > 0 ? <p className={styles.soft}>{t("begin.loose", { count: plan.loose, number: count(plan.loose) })}</p> : null}
      {plan.others > 0 ? <p className={styles.soft}>{t("begin.others", { count: plan.others, number: count(plan.others) })}</p> : null}
    </div>
  );
}
