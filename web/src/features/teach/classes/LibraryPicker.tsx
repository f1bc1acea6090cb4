import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { foldersQuery, labelsQuery, PAGE, type PictureFilter, picturesQuery } from "@/api/library";
import { lessonKey, takeFromLibrary } from "@/api/teach";
import type { LessonClass, Picture, PicturesReply } from "@/api/types";
import { ScrollGrid } from "@/components/gallery/ScrollGrid";
import { usePaged } from "@/components/gallery/usePaged";
import { Notice, ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { ChevronIcon, CrossIcon, SearchIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { useNumbers } from "@/components/ui/useNumbers";
import { useToasts } from "@/components/ui/useToasts";

import styles from "./classes.module.css";
import { useSimpleSelection } from "./useChosen";

interface LibraryPickerProps {
  lesson: string;
  one: LessonClass;
  onClose(): void;
}

/** Pictures of the library for a class: single ones, or all that a filter leaves. */
export function LibraryPicker(props: LibraryPickerProps) {
  const { t } = useTranslation("teach");
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <header>
            <Dialog.Title>{t("library.title", { name: props.one.name })}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("library.close")}><CrossIcon /></IconButton>} />
          </header>
          <Picker {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const readPictures = (reply: PicturesReply) => ({ total: reply.total, items: reply.pictures });
/** The server takes so many at once. */
const MOST = 10_000;

function Picker({ lesson, one, onClose }: LibraryPickerProps) {
  const { t, i18n } = useTranslation("teach");
  const { count } = useNumbers();
  const client = useQueryClient();
  const { say } = useToasts();
  const [text, setText] = useState("");
  const [folder, setFolder] = useState("");
  const [label, setLabel] = useState("");
  const folders = useQuery(foldersQuery).data?.folders ?? [];
  const labels = useQuery(labelsQuery).data?.labels ?? [];
  const typed = useDeferredValue(text.trim());
  const where = useMemo<PictureFilter>(() => ({ folder: folder || undefined, text: typed || undefined, label: label || undefined }), [folder, typed, label]);
  const queryOf = useCallback((page: number) => picturesQuery(where, "newest", page), [where]);
  const { total, itemAt, onRange, between, error } = usePaged<PicturesReply, Picture>({ size: PAGE, queryOf, read: readPictures });
  const idsBetween = useCallback(async (from: number, to: number) => (await between(from, to)).map(({ id }) => id), [between]);
  const { selection, chosen } = useSimpleSelection(idsBetween);
  const take = useMutation({
    mutationFn: async (all: boolean) => takeFromLibrary(lesson, one.id, { pictures: all ? await idsBetween(0, Math.min(total ?? 0, MOST) - 1) : [...chosen] }),
    onSuccess: ({ examples, known }) => {
      void client.invalidateQueries({ queryKey: lessonKey(lesson) });
      say(t("library.added", { count: examples.length - known, name: one.name }));
      onClose();
    },
  });
  const nothing = total === 0 && !typed && !folder && !label;
  return (
    <div className={styles.picker}>
      <div className={styles.filters}>
        <label className={styles.find}>
          <span className="visually-hidden">{t("library.text")}</span>
          <SearchIcon />
          <input type="search" value={text} maxLength={200} placeholder={t("library.text")} onChange={(event) => setText(event.target.value)} />
        </label>
        <Select label={t("library.folder")} any={t("library.anyFolder")} value={folder} options={folders.map(({ path }) => [path, path])} onChange={setFolder} />
        {labels.length > 0 ? (
          <Select
            label={t("library.label")}
            any={t("library.anyLabel")}
            value={label}
            options={labels.map((each) => [`${each.model}:${each.name}`, `${i18n.language === "zh" ? each.name_zh : each.name} (${count(each.pictures)})`])}
            onChange={setLabel}
          />
        ) : null}
      </div>
      {error ? <ProblemNotice error={error} /> : null}
      {nothing ? <Notice>{t("library.empty")}</Notice> : null}
      {total === 0 && !nothing ? <Notice>{t("library.none")}</Notice> : null}
      <div className={styles.pictures}>
        {total ? <ScrollGrid label={t("library.pictures")} total={total} itemAt={itemAt} onRange={onRange} selection={selection} wished={112} /> : null}
      </div>
      {take.error ? <ProblemNotice error={take.error} /> : null}
      <footer>
        {total ? (
          <Button disabled={take.isPending} onClick={() => take.mutate(true)}>
            {t("library.all", { count: Math.min(total, MOST), number: count(Math.min(total, MOST)) })}
          </Button>
        ) : null}
        <Button look="strong" disabled={chosen.size === 0 || take.isPending} onClick={() => take.mutate(false)}>
          {t("library.some", { count: chosen.size, number: count(chosen.size) })}
        </Button>
      </footer>
    </div>
  );
}

interface SelectProps {
  label: string;
  /** What the empty choice is called. */
  any: string;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
  onChange(value: string): void;
}

function Select({ label, any, value, options, onChange }: SelectProps) {
  return (
    <label className={styles.select}>
      <span className="visually-hidden">{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{any}</option>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
      <ChevronIcon />
    </label>
  );
}
