import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { type GridHandle, PictureGrid } from "@/components/gallery/PictureGrid";
import type { TileSize } from "@/components/gallery/grid";
import { useRemoval } from "@/components/gallery/useRemoval";
import { useSelection } from "@/components/gallery/useSelection";
import { Viewer } from "@/components/gallery/Viewer";
import { MoreLikeThis } from "@/components/gallery/ViewerDetails";
import { ProblemNotice } from "@/components/problem/Notice";
import { Button } from "@/components/ui/Button";
import { remember, remembered } from "@/preferences/memory";

import styles from "../library.module.css";
import { SidePanel } from "../side/SidePanel";
import { useView } from "../useView";
import { filterOf, isFiltered, unfiltered } from "../view";
import { Chips } from "./Chips";
import { SelectionBar } from "./SelectionBar";
import { DescribeThis, ShownCaption } from "./ShownCaption";
import { FacesButton, FacesOver, ShownPeople } from "./ShownFaces";
import { ShownLabels, WhatIsThis } from "./ShownLabels";
import { Toolbar } from "./Toolbar";
import { useOpened } from "./useOpened";
import { usePages } from "./usePages";

interface GalleryViewProps {
  /** Those that were removed instead of those that are there. */
  removed?: boolean;
  /** Shown when there is nothing, though nothing is filtered. */
  empty: ReactNode;
}

const isTileSize = (value: string | null): value is TileSize => value === "small" || value === "medium" || value === "large";

function useTileSize(): [TileSize, (size: TileSize) => void] {
  const [size, setSize] = useState<TileSize>(() => {
    const chosen = remembered("tile-size");
    return isTileSize(chosen) ? chosen : "medium";
  });
  const choose = (next: TileSize) => {
    remember("tile-size", next);
    setSize(next);
  };
  return [size, choose];
}

/** Empty tiles until it is known how many there are. */
const PLACEHOLDERS = 40;

/** Bars that stick at the window's edges must not hide the tile that has the focus. */
const COVERED = { top: 76, bottom: 92 };

export function GalleryView({ removed = false, empty }: GalleryViewProps) {
  const { t } = useTranslation("library");
  const [view, change] = useView();
  const [size, setSize] = useTileSize();
  const [at, setAt] = useState<number | null>(null);
  const [faces, setFaces] = useState(false);
  const where = useMemo(() => filterOf(view, removed), [view, removed]);
  const pages = usePages(where, view.order, at);
  const { total } = pages;
  const opened = useOpened({ total: total ?? 0, pictureAt: pages.pictureAt }, at, setAt);
  const selection = useSelection(pages.idsBetween);
  const { remove } = useRemoval();
  const grid = useRef<GridHandle>(null);
  useTopOnChange(JSON.stringify([where, view.order]));

  const nothing = total === 0;
  const bare = nothing && !isFiltered(view);
  return (
    <div className={styles.withSide}>
      {removed || bare ? null : <SidePanel view={view} onChange={change} />}
      <div className={styles.main}>
        {bare ? null : (
          <Toolbar view={view} onChange={change} size={size} onSize={setSize} selection={selection} total={total} removed={removed} />
        )}
        <Chips view={view} total={total} onChange={change} />
        {opened.error ? <ProblemNotice error={opened.error} /> : null}
        {pages.error && total === undefined ? <ProblemNotice error={pages.error} onRetry={pages.retry} /> : null}
        {bare ? empty : null}
        {nothing && !bare ? (
          <div className={styles.nothing}>
            <h2>{t("nothing.title")}</h2>
            <p>{t("nothing.why")}</p>
            <Button onClick={() => change(unfiltered(view))}>{t("filter.clear")}</Button>
          </div>
        ) : null}
        {total || (total === undefined && !pages.error) ? (
          <PictureGrid
            label={t(removed ? "removed.title" : "tabs.pictures")}
            total={total ?? PLACEHOLDERS}
            size={size}
            pictureAt={pages.pictureAt}
            onRange={pages.onRange}
            onOpen={opened.open}
            selection={selection}
            covered={COVERED}
            handle={grid}
          />
        ) : null}
      </div>
      <SelectionBar selection={selection} total={total ?? 0} idsBetween={pages.idsBetween} removed={removed} />
      <Viewer
        index={opened.index}
        total={opened.total}
        pictureAt={opened.pictureAt}
        onIndex={opened.turn}
        onClose={opened.close}
        onClosed={opened.alone ? undefined : (index) => grid.current?.focus(index)}
        onRemove={(picture) => {
          void remove([picture.id]);
          selection.drop([picture.id]);
          if (opened.alone || opened.total === 1) opened.close();
        }}
        about={(picture) => (
          <>
            <ShownCaption picture={picture} />
            <ShownPeople picture={picture} />
            <ShownLabels picture={picture} />
          </>
        )}
        renderOverlay={faces ? (picture) => <FacesOver picture={picture} /> : undefined}
        actions={(picture) =>
          picture.removed ? (
            <Restore id={picture.id} />
          ) : (
            <>
              <MoreLikeThis picture={picture} />
              <WhatIsThis picture={picture} />
              <DescribeThis picture={picture} />
              <FacesButton picture={picture} shown={faces} onShow={setFaces} />
            </>
          )
        }
      />
    </div>
  );
}

function Restore({ id }: { id: number }) {
  const { t } = useTranslation("library");
  const { restore } = useRemoval();
  return (
    <Button look="strong" onClick={() => void restore([id])}>
      {t("selection.restore")}
    </Button>
  );
}

/** Another list begins at its top; but not the first one, which may come back with its place. */
function useTopOnChange(key: string): void {
  const known = useRef(key);
  useEffect(() => {
    if (known.current !== key) window.scrollTo({ top: 0 });
    known.current = key;
  }, [key]);
}
