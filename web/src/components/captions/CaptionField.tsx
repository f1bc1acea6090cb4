import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../ui/Button";
import styles from "./captions.module.css";

import "./messages";

interface CaptionFieldProps {
  text: string;
  onKeep(text: string): void;
  onCancel(): void;
}

const LONGEST = 1_000; // characters, as the server has it

/** A field for one's own sentence. Enter keeps it, Escape what was there. */
export function CaptionField({ text, onKeep, onCancel }: CaptionFieldProps) {
  const { t } = useTranslation("captions");
  const [typed, setTyped] = useState(text);
  const finish = () => onKeep(typed.replace(/\s+/g, " ").trim());
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter ends a word of Chinese first
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // else Escape would close what is around the field
    if (event.key === "Enter") finish();
    else onCancel();
  };
  return (
    <section className={styles.kept} aria-label={t("title")}>
      <textarea
        className={styles.field}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for the field
        autoFocus
        aria-label={t("field")}
        rows={3}
        maxLength={LONGEST}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
      />
      <div className={styles.acts}>
        <Button look="strong" disabled={!typed.trim()} onClick={finish}>
          {t("keep")}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </section>
  );
}
