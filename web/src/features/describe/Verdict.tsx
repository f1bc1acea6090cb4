import { useTranslation } from "react-i18next";

import type { Caption, CaptionsReply } from "@/api/types";
import { AlertIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./describe.module.css";

/** That a sentence is a guess, where it is one, and why it may be wrong. */
export function Doubts({ sure, note }: Pick<CaptionsReply, "sure" | "note">) {
  const { t } = useTranslation("describe");
  if (sure && !note) return null;
  return (
    <div className={styles.doubts} role="note">
      <AlertIcon />
      <p>
        {sure ? null : <strong>{t("unsure.title")}</strong>} {note ? t(`unsure.notes.${note}`) : t("unsure.why")}
      </p>
    </div>
  );
}

/** How sure the model is of the whole sentence. */
export function Figures({ caption }: { caption: Caption }) {
  const { t } = useTranslation("describe");
  const { percent, plain } = useNumbers();
  return (
    <p className={styles.figures}>
      <span>
        {t("figures.confidence")} <b>{percent(caption.confidence, 0)}</b>
      </span>
      <span>
        {t("figures.log")} <b>{plain(caption.log_probability, 3)}</b>
      </span>
    </p>
  );
}
