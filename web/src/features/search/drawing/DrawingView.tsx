import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { searchOptionsQuery } from "@/api/search";
import { Board } from "@/components/board/Board";
import { BRUSH } from "@/components/board/model";
import { ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { CheckIcon } from "@/components/ui/icons";

import { QueryBar } from "../bar/QueryBar";
import { WordsField } from "../bar/WordsField";
import { EmptyLibrary } from "../EmptyLibrary";
import { OPTIONS, OptionsButton } from "../options/OptionsButton";
import { OptionsPanel } from "../options/OptionsPanel";
import { bodyOf, isAnswerable, isSketch, isWords, spacesOf } from "../query";
import { Skeleton } from "../results/Skeleton";
import { WordNotes } from "../results/WordNotes";
import { useCut } from "../results/useCut";
import search from "../search.module.css";
import { SpaceNotice } from "../SpaceNotice";
import { useHits } from "../useHits";
import type { Intake } from "../useIntake";
import type { QueryUrl } from "../useQueryUrl";
import { Controls } from "./Controls";
import styles from "./drawing.module.css";
import { FlowingHits } from "./FlowingHits";
import { drawingOf, IDEA_PAGE } from "./ideas";
import { Ideas } from "./Ideas";
import { Status } from "./Status";
import { isQuiet } from "./status";
import { useCovered } from "./useCovered";
import { useSketch } from "./useSketch";

interface DrawingViewProps {
  url: QueryUrl;
  intake: Intake;
  isEmpty: boolean;
}

/** The board, and beside it what the library has of what is drawn: the hits follow the hand. */
export function DrawingView({ url, intake, isEmpty }: DrawingViewProps) {
  const { t } = useTranslation("search");
  const { query, adjust } = url;
  const [open, setOpen] = useState(false);
  const { live, stage, error: unkept, mount, follow, begin, settle } = useSketch(url);
  const options = useQuery(searchOptionsQuery);
  const usual = options.data?.space;
  const asks = isAnswerable(query, live);
  const body = usual && asks ? bodyOf(query, usual, live) : null;
  const { reply, stale, error, again } = useHits(body);
  const cut = useCut(url, reply, "all");
  const { ref: desk, edges } = useCovered();
  const quiet = live !== null && isQuiet(error);
  const problem = unkept ?? options.error ?? (quiet ? null : error);
  const spaces = options.data?.spaces.filter(({ name }) => body && spacesOf(query, options.data.space).includes(name)) ?? [];
  const unfilled = !query.terms.some(isWords) && spaces.some(({ vectors }) => vectors === 0);
  // What leads away from the drawing, or shows it to others, needs its place in the link first.
  const settled = useMemo<QueryUrl>(() => ({ ...url, go: (change) => void settle().then(() => url.go(change)) }), [url, settle]);
  const close = () => void settle().then(() => adjust({ drawing: false }));
  return (
    <>
      <header className={search.head}>
        <h1>{t("draw.title")}</h1>
        <div className={styles.ways}>
          <OptionsButton query={query} open={open} onToggle={() => setOpen(!open)} />
          <Button onClick={close}>
            <CheckIcon />
            {t("draw.done")}
          </Button>
        </div>
      </header>
      <div id={OPTIONS} hidden={!open}>
        {open ? <OptionsPanel url={url} onFilled={again} /> : null}
      </div>
      <WordsField url={settled} />
      {query.terms.some((term) => !isSketch(term) && !isWords(term)) ? <QueryBar url={settled} intake={intake} /> : null}
      <div className={styles.bench}>
        <div className={styles.left}>
          <section ref={desk} className={styles.desk} aria-label={t("draw.board")}>
            <Board ref={mount} label={t("draw.board")} brush={BRUSH.thin} shape="square" onChange={follow} hint={stage === "empty" ? <p className={styles.hint}>{t("draw.hint")}</p> : null} />
            <Status stage={stage} reply={reply} quiet={quiet} waits={asks && !reply && !problem} />
          </section>
          <Controls url={settled} intake={intake} reply={reply} cut={cut} />
        </div>
        <div className={styles.right}>
          {problem ? <ProblemNotice error={problem} onRetry={error ? again : undefined} /> : null}
          {spaces.map((space) => (
            <SpaceNotice key={space.name} space={space} open={open} onFilled={again} />
          ))}
          {reply && !stale ? <WordNotes notes={reply.notes} /> : null}
          {isEmpty ? (
            <EmptyLibrary />
          ) : unfilled || (problem && !reply) ? null : reply ? (
            <FlowingHits url={settled} reply={reply} stale={stale} cut={cut} covered={edges} settle={settle} />
          ) : asks ? (
            <Skeleton />
          ) : (
            <Ideas onChoose={(idea) => begin(drawingOf(idea), IDEA_PAGE)} />
          )}
        </div>
      </div>
    </>
  );
}
