import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteClass, EXAMPLES_PAGE, examplesQuery, exampleUrl, lessonKey, renameClass } from "@/api/teach";
import type { Example, ExamplesReply, Lesson, LessonClass } from "@/api/types";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import { picked, type PlacedFile, placedFilesOf } from "@/components/files/dropped";
import { ScrollGrid } from "@/components/gallery/ScrollGrid";
import { usePaged } from "@/components/gallery/usePaged";
import { Confirm } from "@/components/ui/Confirm";
import { EditableText } from "@/components/ui/EditableText";
import { CameraIcon, ClearIcon, PictureIcon, UploadIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";
import { useToasts } from "@/components/ui/useToasts";

import { uploadFiles } from "../uploads/uploads";
import { useUploads } from "../uploads/useUploads";
import { useExampleChanges } from "../useExampleChanges";
import styles from "./classes.module.css";
import { DRAGGED, draggedFrom, groupedBy } from "./dragging";
import { type ChosenExamples, useClassSelection } from "./useChosen";

interface ClassPanelProps {
  lesson: Lesson;
  one: LessonClass;
  chosen: ChosenExamples;
  /** What is pasted goes to the class that was used last. */
  onActive(): void;
  onCamera(): void;
  onLibrary(): void;
  /** Folders with folders in them are classes of their own. */
  onFolders(files: PlacedFile[]): void;
}

const readExamples = (reply: ExamplesReply) => ({ total: reply.total, items: reply.examples });

export function ClassPanel(props: ClassPanelProps) {
  const { lesson, one, chosen, onActive } = props;
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const { name } = lesson;
  const waiting = useUploads(name).waiting.get(one.id) ?? 0;
  const { over, handlers } = useDropOn(props);
  return (
    <section
      id={`class-${one.id}`}
      className={styles.panel}
      data-over={over || undefined}
      aria-label={one.name}
      data-testid="class"
      onFocus={onActive}
      onPointerEnter={onActive}
      {...handlers}
    >
      <ClassHead lesson={lesson} one={one} chosen={chosen} />
      <p className={styles.count}>
        {t("lesson.examples", { count: one.examples, number: count(one.examples) })}
        {waiting > 0 ? <span>{t("classes.waiting", { count: waiting, number: count(waiting) })}</span> : null}
      </p>
      <div className={styles.ways}>
        <ChooseFiles label={t("classes.uploadTo", { name: one.name })} onFiles={(files) => uploadFiles(name, one.id, picked(files.map(({ file }) => file)).files)}>
          <UploadIcon />
          {t("classes.upload")}
        </ChooseFiles>
        <Button aria-label={t("classes.cameraTo", { name: one.name })} onClick={props.onCamera}>
          <CameraIcon />
          {t("classes.camera")}
        </Button>
        <Button aria-label={t("classes.libraryTo", { name: one.name })} onClick={props.onLibrary}>
          <PictureIcon />
          {t("classes.library")}
        </Button>
      </div>
      {one.examples > 0 ? <Examples lesson={name} one={one} chosen={chosen} /> : <p className={styles.none}>{t("classes.none")}</p>}
    </section>
  );
}

function ClassHead({ lesson: { name }, one, chosen }: Pick<ClassPanelProps, "lesson" | "one" | "chosen">) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const client = useQueryClient();
  const { fail } = useToasts();
  const options = {
    onSuccess: () => client.invalidateQueries({ queryKey: lessonKey(name) }),
    onError: (error: Error) => fail(t("failed"), error),
  };
  const rename = useMutation({ mutationFn: (title: string) => renameClass(name, one.id, title), ...options });
  const remove = useMutation({ mutationFn: () => deleteClass(name, one.id), ...options });
  return (
    <header className={styles.classHead}>
      <h2>
        <EditableText value={one.name} label={t("classes.rename")} onChange={rename.mutate} />
      </h2>
      <Confirm
        trigger={
          <IconButton label={t("classes.delete", { name: one.name })}>
            <ClearIcon />
          </IconButton>
        }
        title={t("classes.deleteTitle", { name: one.name })}
        act={t("classes.deleteAct")}
        onAct={() => {
          chosen.clear();
          remove.mutate();
        }}
      >
        <p>{t("classes.deleteWhat", { count: one.examples, number: count(one.examples) })}</p>
      </Confirm>
    </header>
  );
}

function Examples({ lesson, one, chosen }: { lesson: string; one: LessonClass; chosen: ChosenExamples }) {
  const { t } = useTranslation("teach");
  const queryOf = useCallback((page: number) => examplesQuery(lesson, one.id, page), [lesson, one.id]);
  const { itemAt, onRange, between } = usePaged<ExamplesReply, Example>({ size: EXAMPLES_PAGE, queryOf, read: readExamples });
  const idsBetween = useCallback(async (from: number, to: number) => (await between(from, to)).map(({ id }) => id), [between]);
  const selection = useClassSelection(chosen, one.id, idsBetween);
  const drag = (item: Example, event: DragEvent) => {
    const ids = chosen.placed.has(item.id) ? [...chosen.placed] : [[item.id, one.id] as const];
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData(DRAGGED, JSON.stringify(ids));
  };
  return (
    <div className={styles.examples}>
      <ScrollGrid
        label={t("classes.pictures", { name: one.name })}
        total={one.examples}
        itemAt={itemAt}
        onRange={onRange}
        selection={selection}
        image={({ id, name }) => <img className={styles.example} src={exampleUrl(lesson, id)} alt={name} loading="lazy" draggable={false} />}
        onDragStart={drag}
      />
    </div>
  );
}

/** Pictures from outside become examples; examples of another class move here. */
function useDropOn({ lesson, one, chosen, onFolders }: ClassPanelProps) {
  const [over, setOver] = useState(false);
  const { move } = useExampleChanges(lesson.name);
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED) || event.dataTransfer.types.includes("Files");
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!takes(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!takes(event)) return;
      event.preventDefault();
      setOver(false);
      const dragged = draggedFrom(event.dataTransfer.getData(DRAGGED));
      if (dragged) {
        const from = groupedBy(dragged, one.id);
        if (from.size > 0) void move(from, one).then((done) => done && chosen.clear());
        return;
      }
      void placedFilesOf(event.dataTransfer).then((files) => {
        const nested = files.filter(({ path }) => path.split("/").length > 2);
        if (nested.length > 0) return onFolders(files);
        uploadFiles(lesson.name, one.id, picked(files.map(({ file }) => file)).files);
      });
    },
  };
  return { over, handlers };
}
