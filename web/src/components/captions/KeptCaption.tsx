import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PictureCaption } from "@/api/types";

import { Button } from "../ui/Button";
import { PencilIcon, UndoIcon } from "../ui/icons";
import { CaptionField } from "./CaptionField";
import styles from "./captions.module.css";
import { useKeeping } from "./useKeeping";

import "./messages";

interface KeptCaptionProps {
  /** The picture's number in the library. */
  id: number;
  caption: PictureCaption | null;
}

/** The sentence that the library keeps for a picture: whose it is, and a field to write one's own. */
export function KeptCaption({ id, caption }: KeptCaptionProps) {
  const { t, i18n } = useTranslation("captions");
  const [writing, setWriting] = useState(false);
  const { keep, forget, busy } = useKeeping(id);
  if (writing)
    return (
      <CaptionField
        text={caption?.text ?? ""}
        onKeep={(text) => {
          setWriting(false);
          if (text && text !== caption?.text) keep(text, caption);
        }}
        onCancel={() => setWriting(false)}
      />
    );
  const mine = caption?.by === "person";
  return (
    <section className={styles.kept} aria-label={t("title")}>
      {caption ? (
        <>
          <p className={styles.text}>{caption.text}</p>
          {i18n.language === "zh" && caption.text_zh ? (
            <p className={styles.text} lang="zh-Hans">
              {caption.text_zh}
            </p>
          ) : null}
          <p className={styles.by}>
            {t(mine ? "byYou" : caption.sure ? "byModel" : "byUnsure")}
            {mine && caption.said && caption.said !== caption.text ? <span>{t("said", { text: caption.said })}</span> : null}
          </p>
        </>
      ) : null}
      <div className={styles.acts}>
        <Button look="quiet" disabled={busy} onClick={() => setWriting(true)}>
          <PencilIcon />
          {t(caption ? "edit" : "write")}
        </Button>
        {mine ? (
          <Button look="quiet" disabled={busy} onClick={() => forget(caption)}>
            <UndoIcon />
            {t(caption.said ? "back" : "forget")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
