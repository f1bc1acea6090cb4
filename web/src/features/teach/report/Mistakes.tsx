import { useState } from "react";
import { useTranslation } from "react-i18next";

import { exampleUrl } from "@/api/teach";
import type { Lesson, LessonMistake, LessonReport } from "@/api/types";
import { Button } from "@/components/ui/Button";
import { ClearIcon, MoveIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import { useExampleChanges } from "../useExampleChanges";
import styles from "./report.module.css";
import type { CellOf } from "./ReportView";

interface MistakesProps {
  lesson: Lesson;
  report: LessonReport;
  /** Only these: one kind of mistake. */
  cell: CellOf | null;
  onAll(): void;
}

/** The pictures that the model gets wrong, the most confident first: often it is the picture that lies in the wrong class. */
export function Mistakes({ lesson, report, cell, onAll }: MistakesProps) {
  const { t } = useTranslation("teach");
  const { labels, mistakes } = report;
  const [truth, answer] = cell ? [labels[cell.row] ?? "", labels[cell.column] ?? ""] : ["", ""];
  const shown = cell ? mistakes.filter((each) => each.truth === truth && each.answer === answer) : mistakes;
  return (
    <div className={styles.mistakes}>
      <p className={styles.soft}>
        {mistakes.length === 0 ? t("mistakes.none") : cell ? t("mistakes.only", { truth, answer, count: shown.length }) : t("mistakes.why")}
        {cell ? (
          <Button look="quiet" onClick={onAll}>
            {t("mistakes.all")}
          </Button>
        ) : null}
      </p>
      <ul>
        {shown.map((mistake) => (
          <Mistake key={mistake.example} lesson={lesson} mistake={mistake} />
        ))}
      </ul>
    </div>
  );
}

function Mistake({ lesson, mistake }: { lesson: Lesson; mistake: LessonMistake }) {
  const { t } = useTranslation("teach");
  const { percent } = useNumbers();
  const { remove, move } = useExampleChanges(lesson.name);
  const [mended, setMended] = useState<"moved" | "removed" | "gone" | null>(null);
  const { example, truth, answer, probability } = mistake;
  const from = lesson.class_list.find(({ name }) => name === truth);
  const to = lesson.class_list.find(({ name }) => name === answer);
  const act = async (kind: "moved" | "removed", doing: Promise<boolean>) => {
    if (await doing) setMended(kind);
  };
  return (
    <li data-mended={mended ?? undefined}>
      <img src={exampleUrl(lesson.name, example)} alt={t("mistakes.alt", { truth, answer })} loading="lazy" onError={() => setMended("gone")} />
      <p>
        <span>{t("mistakes.truth", { truth })}</span>
        <strong>{t("mistakes.answer", { answer, probability: percent(probability, 0) })}</strong>
      </p>
      {mended ? (
        <p className={styles.mended}>{t(`mistakes.${mended}`, { answer })}</p>
      ) : (
        <div className={styles.mend}>
          {from && to ? (
            <button type="button" onClick={() => void act("moved", move(new Map([[from.id, [example]]]), to))}>
              <MoveIcon />
              {t("mistakes.move", { answer })}
            </button>
          ) : null}
          <button type="button" onClick={() => void act("removed", remove([example]))}>
            <ClearIcon />
            {t("mistakes.remove")}
          </button>
        </div>
      )}
    </li>
  );
}
