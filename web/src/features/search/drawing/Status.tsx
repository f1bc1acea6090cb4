import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { namesOf } from "@/components/naming/words";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./drawing.module.css";
import type { Stage } from "./stage";
import { looksOf } from "./status";

interface StatusProps {
  stage: Stage;
  reply: SearchReply | null;
  /** The server asked for more ink. */
  quiet: boolean;
  waits: boolean;
}

/** One line below the board, always there, so that nothing jumps under the hand. */
export function Status({ stage, reply, quiet, waits }: StatusProps) {
  const { t } = useTranslation("search");
  const isPhoto = stage === "drawn" && reply?.notes.some(({ code }) => code === "photo-not-sketch");
  return (
    <>
      <div className={styles.status} data-testid="status">
        {stage === "empty" ? t("draw.empty") : quiet || stage === "begun" ? t("draw.more") : reply ? <LooksLike reply={reply} /> : waits ? t("searching") : null}
      </div>
      {isPhoto ? <Notice title={t("draw.photo.title")}>{t("draw.photo.why")}</Notice> : null}
    </>
  );
}

function LooksLike({ reply }: { reply: SearchReply }) {
  const { t, i18n } = useTranslation("search");
  const { percent, milliseconds } = useNumbers();
  const looks = looksOf(reply.looks_like);
  return (
    <>
      {looks ? (
        <p className={styles.looks}>
          {t(looks.isSure ? "draw.looks" : "draw.unsure")}
          {looks.labels.map((label) => (
            <span key={label.name} className={styles.look}>
              <b>{namesOf(label, i18n.language).own}</b> {percent(label.probability, 0)}
            </span>
          ))}
        </p>
      ) : (
        <p />
      )}
      <span className={styles.time}>{milliseconds(reply.timings_ms.total ?? 0)}</span>
    </>
  );
}
