import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Task } from "@/api/marks";
import { modelsQuery } from "@/api/models";
import { Board, type BoardHandle } from "@/components/board/Board";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Choice } from "@/components/ui/Choice";
import { useUrlState } from "@/components/ui/useUrlState";

import { Agreement } from "./Agreement";
import { Announcement } from "./Announcement";
import styles from "./draw.module.css";
import { GlyphBoxes } from "./GlyphBoxes";
import { GlyphStrip } from "./GlyphStrip";
import { InsideDisclosure } from "./InsideDisclosure";
import { NetworkCards } from "./NetworkCards";
import { Samples } from "./Samples";
import { type Reading, useReading } from "./useReading";

import "./messages";

const InsidePanel = lazy(() => import("./inside/InsidePanel"));

export default function DrawPage() {
  const { t } = useTranslation("draw");
  const board = useRef<BoardHandle>(null);
  const [wanted, setTask] = useUrlState("read", "digits");
  const task: Task = wanted === "letters" ? "letters" : "digits";
  const { reading, error, isEmpty, follow, retry } = useReading(task);
  const [chosen, setChosen] = useState(0);
  const glyph = Math.min(chosen, Math.max(0, glyphCount(reading) - 1));

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t(`${task}.title`)}</h1>
          <p>{t(`${task}.lead`)}</p>
        </div>
        <TaskChoice task={task} onChange={setTask} />
      </header>
      <div className={styles.bench}>
        <div className={styles.left}>
          <Board ref={board} label={t(`${task}.board`)} onChange={follow} hint={isEmpty ? <BoardHint /> : null}>
            {reading ? <GlyphBoxes reading={reading} chosen={glyph} onChoose={setChosen} /> : null}
          </Board>
          <Samples task={task} onChoose={(picture, name) => void board.current?.load(picture, name)} />
        </div>
        <div className={styles.right}>
          {error ? <ProblemNotice error={error} onRetry={retry} /> : <Verdict task={task} reading={reading} isEmpty={isEmpty} />}
          <NetworkCards task={task} models={reading?.reply.models ?? []} glyph={glyph} />
          {reading ? <GlyphStrip task={task} previews={reading.reply.previews ?? []} chosen={glyph} onChoose={setChosen} /> : null}
        </div>
      </div>
      <Announcement reading={reading} />
      <InsideDisclosure>
        <Suspense fallback={<Loading />}>
          <InsidePanel reading={reading} glyph={glyph} />
        </Suspense>
      </InsideDisclosure>
    </div>
  );
}

const glyphCount = (reading: Reading | null) => Math.max(0, ...(reading?.reply.models ?? []).map((model) => model.glyphs.length));

/** Whether what is drawn is read as digits or as letters; the drawing stays. */
function TaskChoice({ task, onChange }: { task: Task; onChange(task: Task): void }) {
  const { t } = useTranslation("draw");
  const options = (["digits", "letters"] as const).map((value) => ({ value, label: t(`${value}.name`) }));
  return <Choice label={t("readAs")} value={task} options={options} onChange={onChange} />;
}

function BoardHint() {
  const { t } = useTranslation("draw");
  return <p className={styles.hint}>{t("hint")}</p>;
}

/** The sentence above the cards: what they make of the drawing together, or what is missing. */
function Verdict({ task, reading, isEmpty }: { task: Task; reading: Reading | null; isEmpty: boolean }) {
  const { t } = useTranslation("draw");
  const { data, error } = useQuery(modelsQuery);
  if (error && !reading) return <ProblemNotice error={error} />;
  if (data && data.models.every((model) => model.task !== task)) return <Notice tone="warning">{t(`${task}.noModels`)}</Notice>;
  if (isEmpty) return <Notice>{t(`${task}.empty`)}</Notice>;
  if (!reading) return <Loading label={t("reading")} />;
  if (reading.reply.nothing_drawn) return <Notice title={t("nothing.title")}>{t("nothing.why")}</Notice>;
  return <Agreement task={task} models={reading.reply.models} />;
}
