import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { libraryQuery } from "@/api/library";
import { searchOptionsQuery } from "@/api/search";
import { useIncomingPicture } from "@/components/board/usePageInput";
import { ProblemNotice } from "@/components/problem/Notice";

import { DropZones } from "./bar/DropZones";
import { QueryBar } from "./bar/QueryBar";
import { FromTheLibrary, Start } from "./bar/Start";
import { WordsField } from "./bar/WordsField";
import { DrawingView } from "./drawing/DrawingView";
import { EmptyLibrary } from "./EmptyLibrary";
import { OPTIONS, OptionsButton } from "./options/OptionsButton";
import { OptionsPanel } from "./options/OptionsPanel";
import { bodyOf, isAnswerable, isWords, spacesOf } from "./query";
import { Results } from "./results/Results";
import { Skeleton } from "./results/Skeleton";
import { WordNotes } from "./results/WordNotes";
import styles from "./search.module.css";
import { SpaceNotice } from "./SpaceNotice";
import { useHits } from "./useHits";
import { type Intake, useIntake } from "./useIntake";
import { MeasureContext } from "./useNear";
import { type QueryUrl, useQueryUrl } from "./useQueryUrl";

import "./messages";

export default function SearchPage() {
  const url = useQueryUrl();
  const intake = useIntake(url);
  const library = useQuery(libraryQuery);
  const isEmpty = library.data?.pictures === 0;
  return (
    <MeasureContext value={url.query.measure}>
      <div className={styles.page}>
        {library.error ? <ProblemNotice error={library.error} onRetry={() => void library.refetch()} /> : null}
        {url.query.drawing ? <DrawingView url={url} intake={intake} isEmpty={isEmpty} /> : <PictureView url={url} intake={intake} isEmpty={isEmpty} />}
      </div>
    </MeasureContext>
  );
}

interface PictureViewProps {
  url: QueryUrl;
  intake: Intake;
  isEmpty: boolean;
}

/** Searching by what is there already: photos, and drawings that are finished. */
function PictureView({ url, intake, isEmpty }: PictureViewProps) {
  const { t } = useTranslation("search");
  const [open, setOpen] = useState(false);
  const { take } = intake;
  const hovering = useIncomingPicture(useCallback((file: File) => take([file], false), [take]));
  const asks = url.query.terms.length > 0;
  return (
    <>
      <header className={styles.head}>
        <h1>{t("title")}</h1>
        {asks ? <OptionsButton query={url.query} open={open} onToggle={() => setOpen(!open)} /> : <p>{t("lead")}</p>}
      </header>
      <WordsField url={url} />
      {asks ? <QueryBar url={url} intake={intake} /> : isEmpty ? null : <Start url={url} intake={intake} />}
      {isEmpty ? <EmptyLibrary /> : asks ? <Answer url={url} open={open} /> : <FromTheLibrary />}
      {hovering ? <DropZones intake={intake} canAdd={asks} /> : null}
    </>
  );
}

function Answer({ url, open }: { url: QueryUrl; open: boolean }) {
  const { query } = url;
  const options = useQuery(searchOptionsQuery);
  const usual = options.data?.space;
  const body = usual && isAnswerable(query) ? bodyOf(query, usual) : null;
  const { reply, stale, error, again } = useHits(body);
  const spaces = options.data?.spaces.filter(({ name }) => body && spacesOf(query, options.data.space).includes(name)) ?? [];
  // Words are looked for in captions, labels and names as well, so that they find something without a single vector.
  const unfilled = !query.terms.some(isWords) && spaces.some(({ vectors }) => vectors === 0);
  const isWaiting = !error && !options.error && isAnswerable(query);
  return (
    <>
      <div id={OPTIONS} hidden={!open}>
        {open ? <OptionsPanel url={url} onFilled={again} /> : null}
      </div>
      {options.error ? <ProblemNotice error={options.error} onRetry={() => void options.refetch()} /> : null}
      {spaces.map((space) => (
        <SpaceNotice key={space.name} space={space} open={open} onFilled={again} />
      ))}
      {reply && !stale ? <WordNotes notes={reply.notes} /> : null}
      {error ? <ProblemNotice error={error} onRetry={again} /> : null}
      {unfilled || error ? null : reply ? <Results url={url} reply={reply} stale={stale} /> : isWaiting ? <Skeleton /> : null}
    </>
  );
}
