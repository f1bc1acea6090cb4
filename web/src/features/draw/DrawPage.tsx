import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { modelsQuery } from "@/api/models";
import { Board, type BoardHandle } from "@/components/board/Board";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";

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
  const { reading, error, isEmpty, follow, retry } = useReading();
  const [chosen, setChosen] = useState(0);
  const glyph = Math.min(chosen, Math.max(0, glyphCount(reading) - 1));

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t("title")}</h1>
        <p>{t("lead")}</p>
      </header>
      <div className={styles.bench}>
        <div className={styles.left}>
          <Board ref={board} label={t("board")} onChange={follow} hint={isEmpty ? <BoardHint /> : null}>
            {reading ? <GlyphBoxes reading={reading} chosen={glyph} onChoose={setChosen} /> : null}
          </Board>
          <Samples onChoose={(picture, name) => void board.current?.load(picture, name)} />
        </div>
        <div className={styles.right}>
          {error ? <ProblemNotice error={error} onRetry={retry} /> : <Verdict reading={reading} isEmpty={isEmpty} />}
          <NetworkCards models={reading?.reply.models ?? []} glyph={glyph} />
          {reading ? <GlyphStrip previews={reading.reply.previews ?? []} chosen={glyph} onChoose={setChosen} /> : null}
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

function BoardHint() {
  const { t } = useTranslation("draw");
  return <p className={styles.hint}>{t("hint")}</p>;
}

/** The sentence above the cards: what they make of the drawing together, or what is missing. */
function Verdict({ reading, isEmpty }: { reading: Reading | null; isEmpty: boolean }) {
  const { t } = useTranslation("draw");
  const { data, error } = useQuery(modelsQuery);
  if (error && !reading) return <ProblemNotice error={error} />;
  if (data && data.models.every((model) => model.task !== "digits")) return <Notice tone="warning">{t("noModels")}</Notice>;
  if (isEmpty) return <Notice>{t("empty")}</Notice>;
  if (!reading) return <Loading label={t("reading")} />;
  if (reading.reply.nothing_drawn) return <Notice title={t("nothing.title")}>{t("nothing.why")}</Notice>;
  return <Agreement models={reading.reply.models} />;
}
