import { useTranslation } from "react-i18next";

import type { Lesson, LessonWarning } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { AlertIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./classes.module.css";

interface WarningsProps {
  lesson: Lesson;
  /** Selects these pictures, and brings a class into sight. */
  onShow(examples: readonly number[], classId: number | undefined): void;
}

/** What will hurt, before it is learned from. */
export function Warnings({ lesson, onShow }: WarningsProps) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const say = useWarningWords(lesson);
  if (lesson.warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label={t("warnings.title")}>
      {lesson.warnings.map((warning, index) => (
        <li key={index} data-kind={warning.kind}>
          <AlertIcon />
          <p>{say(warning)}</p>
          {warning.examples.length > 0 ? (
            <Button look="quiet" onClick={() => onShow(warning.examples, warning.classes[0])}>
              {t("warnings.show", { count: warning.examples.length, number: count(warning.examples.length) })}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** The server says it in English, with all figures; other languages say what kind of thing it is, and where. */
function useWarningWords({ class_list }: Lesson) {
  const { t, i18n } = useTranslation("teach");
  const { count } = useNumbers();
  return ({ kind, detail, classes }: LessonWarning) => {
    if (i18n.language === "en") return detail;
    const those = classes.map((id) => class_list.find((one) => one.id === id)).filter((one) => one !== undefined);
    const names = those.map(({ name }) => `“${name}”`).join("、");
    return t(`warnings.kinds.${kind}`, { names, number: count(those[0]?.examples ?? 0), defaultValue: detail });
  };
}
