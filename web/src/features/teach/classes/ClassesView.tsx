import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { addClass, lessonKey } from "@/api/teach";
import type { ExamplesReply, Lesson, LessonClass } from "@/api/types";
import { picked, type PlacedFile } from "@/components/files/dropped";
import { useIncoming } from "@/components/files/useIncoming";
import { PlusIcon } from "@/components/ui/icons";
import { useToasts } from "@/components/ui/useToasts";

import { planOf } from "../uploads/folders";
import { ResumeNotice } from "../uploads/ResumeNotice";
import { uploadFiles, uploadFolder } from "../uploads/uploads";
import { CameraBurst } from "./CameraBurst";
import { ClassPanel } from "./ClassPanel";
import styles from "./classes.module.css";
import { LibraryPicker } from "./LibraryPicker";
import { SelectionBar } from "./SelectionBar";
import { useChosen } from "./useChosen";
import { Warnings } from "./Warnings";

/** The classes side by side, each with its pictures and the ways to bring some in. */
export function ClassesView({ lesson }: { lesson: Lesson }) {
  const { t } = useTranslation("teach");
  const client = useQueryClient();
  const chosen = useChosen();
  const { name, class_list: classes } = lesson;
  const [camera, setCamera] = useState<LessonClass | null>(null);
  const [picking, setPicking] = useState<LessonClass | null>(null);
  const active = useRef<number | null>(null);
  const { addAll, adding, addOne } = useNewClasses(lesson);
  const { say } = useToasts();

  const take = useCallback(
    (files: PlacedFile[]) => {
      const single = files.filter(({ path }) => !path.includes("/"));
      const folders = files.filter(({ path }) => path.includes("/"));
      if (folders.length > 0) void addAll(folders);
      const target = classes.find(({ id }) => id === active.current) ?? classes[0];
      const { files: pictures } = picked(single.map(({ file }) => file));
      if (pictures.length === 0 || !target) return;
      uploadFiles(name, target.id, pictures);
      say(t("classes.pasted", { count: pictures.length, name: target.name }));
    },
    [addAll, classes, name, say, t],
  );
  const hovering = useIncoming(take);
  const show = (ids: readonly number[], classId: number | undefined) => {
    // The class of each is known as far as its pictures have been looked at.
    const pages = client.getQueriesData<ExamplesReply>({ queryKey: [...lessonKey(name), "examples"] });
    const homes = new Map(pages.flatMap(([, reply]) => reply?.examples ?? []).map((example) => [example.id, example.class_id]));
    chosen.only(ids.map((id) => [id, homes.get(id) ?? null]));
    document.getElementById(`class-${classId}`)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
  return (
    <div className={styles.view} data-hovering={hovering || undefined}>
      <ResumeNotice lesson={name} onFiles={take} />
      <Warnings lesson={lesson} onShow={show} />
      <div className={styles.classes}>
        {classes.map((one) => (
          <ClassPanel
            key={one.id}
            lesson={lesson}
            one={one}
            chosen={chosen}
            onActive={() => (active.current = one.id)}
            onCamera={() => setCamera(one)}
            onLibrary={() => setPicking(one)}
            onFolders={take}
          />
        ))}
        <button type="button" className={styles.another} disabled={adding} onClick={addOne}>
          <PlusIcon />
          {t("classes.add")}
          <small>{t("classes.dropFolders")}</small>
        </button>
      </div>
      <SelectionBar lesson={lesson} chosen={chosen} />
      {camera ? <CameraBurst lesson={name} one={camera} onClose={() => setCamera(null)} /> : null}
      {picking ? <LibraryPicker lesson={name} one={picking} onClose={() => setPicking(null)} /> : null}
    </div>
  );
}

/** Makes classes: one by its button, or one for each folder that was dropped. */
function useNewClasses({ name, class_list: classes }: Lesson) {
  const { t } = useTranslation("teach");
  const client = useQueryClient();
  const { fail, say } = useToasts();
  const latest = useRef(classes);
  useEffect(() => {
    latest.current = classes;
  });
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: lessonKey(name) }), [client, name]);
  const { mutateAsync: make, isPending } = useMutation({
    mutationFn: async (wanted: readonly string[]) => {
      let known: readonly LessonClass[] = latest.current;
      for (const title of wanted)
        if (!known.some((one) => one.name.toLocaleLowerCase() === title.toLocaleLowerCase())) known = (await addClass(name, title)).class_list;
      return known;
    },
    onSuccess: refresh,
    onError: (error) => fail(t("failed"), error),
  });
  const addOne = () => {
    const names = new Set(classes.map((one) => one.name));
    let number = classes.length + 1;
    while (names.has(t("begin.class", { number }))) number += 1;
    void make([t("begin.class", { number })]).catch(() => undefined);
  };
  const addAll = useCallback(
    async (files: PlacedFile[]) => {
      const plan = planOf(files);
      if (plan.classes.length === 0) return;
      const known = await make(plan.classes.map((each) => each.name)).catch(() => null);
      if (!known) return;
      const named = plan.classes.map((each) => ({
        classId: known.find((one) => one.name.toLocaleLowerCase() === each.name.toLocaleLowerCase())?.id ?? 0,
        className: each.name,
        files: each.files,
      }));
      const before = uploadFolder(name, plan.title || plan.classes.map((each) => each.name).join(", "), named);
      if (before > 0) say(t("resume.passed", { count: before }));
    },
    [make, name, say, t],
  );
  return { addAll, addOne, adding: isPending };
}
