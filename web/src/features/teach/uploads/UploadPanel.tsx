import { Progress } from "@base-ui/react/progress";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LessonClass } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { CrossIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./uploads.module.css";
import { uploads } from "./uploads";
import { useUploads } from "./useUploads";

const MOST_LINES = 60;

/** How the upload goes: a bar, what was refused and why, and the way to stop it. */
export function UploadPanel({ lesson, classes }: { lesson: string; classes: readonly LessonClass[] }) {
  const { t } = useTranslation("teach");
  const { count, percent } = useNumbers();
  const [open, setOpen] = useState(false);
  const { total, over, added, known, troubles, busy } = useUploads(lesson);
  if (total === 0) return null;
  const nameOf = (id: number) => classes.find((one) => one.id === id)?.name ?? "";
  const words = [
    added ? t("upload.added", { count: added, number: count(added) }) : "",
    known ? t("upload.known", { count: known, number: count(known) }) : "",
  ].filter(Boolean);
  const again = troubles.filter(({ item }) => item).length;
  return (
    <section className={styles.panel} aria-label={t("upload.title")}>
      <header>
        <h2 role="status">{busy ? t("upload.busy", { over: count(over), total: count(total) }) : t("upload.done")}</h2>
        {busy ? (
          <Button onClick={() => uploads.cancel(lesson)}>{t("upload.cancel")}</Button>
        ) : (
          <IconButton label={t("upload.close")} onClick={() => uploads.clear(lesson)}>
            <CrossIcon />
          </IconButton>
        )}
      </header>
      {busy ? (
        <Progress.Root value={over} max={total} aria-label={t("upload.title")} getAriaValueText={() => percent(over / total, 0)}>
          <Progress.Track className={styles.track}>
            <Progress.Indicator className={styles.bar} />
          </Progress.Track>
        </Progress.Root>
      ) : null}
      {words.length > 0 ? <p className={styles.soft}>{words.join(" · ")}</p> : null}
      {troubles.length > 0 ? (
        <div className={styles.troubles}>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("upload.troubles", { count: troubles.length, number: count(troubles.length) })}
          </button>
          {again > 0 && !busy ? <Button onClick={() => uploads.retry(lesson)}>{t("upload.retry", { count: again })}</Button> : null}
          {open ? (
            <ul>
              {troubles.slice(0, MOST_LINES).map(({ classId, name, reason }, index) => (
                <li key={index}>
                  <strong>
                    {nameOf(classId)} / {name}
                  </strong>
                  {reason}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}
