import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ChooseFiles } from "@/components/files/ChooseFiles";
import type { PlacedFile } from "@/components/files/dropped";
import { Notice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./uploads.module.css";
import { forgetUpload, rememberedUpload } from "./uploads";
import { useUploads } from "./useUploads";

/** After a reload browsers do not hand the files out again: the person chooses the folder once more, and it goes on. */
export function ResumeNotice({ lesson, onFiles }: { lesson: string; onFiles(files: PlacedFile[]): void }) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const { busy } = useUploads(lesson);
  const [gone, setGone] = useState(false);
  const upload = busy || gone ? null : rememberedUpload(lesson);
  if (!upload || upload.sent.size >= upload.total) return null;
  const forget = () => {
    forgetUpload(lesson);
    setGone(true);
  };
  return (
    <Notice
      tone="warning"
      title={t("resume.title", { title: upload.title })}
      action={
        <div className={styles.acts}>
          <ChooseFiles folder label={t("resume.choose")} onFiles={onFiles} />
          <Button look="quiet" onClick={forget}>
            {t("resume.forget")}
          </Button>
        </div>
      }
    >
      {t("resume.what", { sent: count(upload.sent.size), total: count(upload.total) })}
    </Notice>
  );
}
