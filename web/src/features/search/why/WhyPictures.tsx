import { type CSSProperties, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { thumbnailUrl } from "@/api/library";
import type { Box, Picture, WhyReply } from "@/api/types";
import { Heatmap } from "@/components/heatmap/Heatmap";
import { decodeRaster } from "@/components/raster/raster";

import { isSketch, type QueryTerm } from "../query";
import { NARROW, useMedia } from "../useMedia";
import { useTermPicture } from "../useTermPicture";
import { linesOf, type Placed, type Stage, stageOf } from "./stage";
import styles from "./why.module.css";

interface WhyPicturesProps {
  /** Null while it is on its way. */
  reply: WhyReply | null;
  picture: Picture;
  /** Null: the query mixes several pictures, so there is no single one to stand beside the hit. */
  term: QueryTerm | null;
  opacity: number;
  /** Lines between the points that agree, instead of the heat maps. */
  points: boolean;
}

/** The query's picture and the hit, and what they have in common. */
export function WhyPictures({ term, ...rest }: WhyPicturesProps) {
  return term ? <TwoPictures {...rest} term={term} /> : <OnePicture {...rest} />;
}

type Shown = Omit<WhyPicturesProps, "term">;

function OnePicture({ reply, picture, opacity }: Shown) {
  return (
    <div className={styles.stage} style={{ "--ratio": picture.width / picture.height }}>
      <div className={styles.picture} style={{ inset: 0 }}>
        <Evidence raster={reply?.hit ?? null} url={thumbnailUrl(picture.id, 1024)} opacity={opacity} which="hit" />
      </div>
    </div>
  );
}

function TwoPictures({ reply, picture, term, opacity, points }: Shown & { term: QueryTerm }) {
  const narrow = useMedia(NARROW);
  const query = useTermPicture(term);
  if (query.width === 0) return <OnePicture reply={reply} picture={picture} opacity={opacity} points={points} />;
  const stage = stageOf(query, picture, narrow);
  const given = { width: reply?.query_width ?? query.width, height: reply?.query_height ?? query.height };
  const lines = points && reply ? linesOf(reply.points, stage, given, picture) : [];
  return (
    <div className={styles.stage} style={{ "--ratio": stage.width / stage.height }}>
      <div className={styles.picture} style={within(stage.query, stage)}>
        <Evidence raster={(points ? null : reply?.query) ?? null} url={query.large} opacity={opacity} which={isSketch(term) ? "drawing" : "query"} covers={reply?.query_box} of={given} />
        {term.box ? <span className={styles.region} style={within(rectOf(term.box), query)} /> : null}
        <Caption which={isSketch(term) ? "drawing" : "query"} />
      </div>
      <div className={styles.picture} style={within(stage.hit, stage)}>
        <Evidence raster={(points ? null : reply?.hit) ?? null} url={thumbnailUrl(picture.id, 1024)} opacity={opacity} which="hit" />
        <Caption which="hit" />
      </div>
      {points ? (
        <svg className={styles.lines} viewBox={`0 0 ${stage.width} ${stage.height}`} aria-hidden="true">
          {lines.map((line, index) => (
            <g key={index}>
              <line {...line} data-casing="" />
              <line {...line} />
              <circle cx={line.x1} cy={line.y1} r="7" />
              <circle cx={line.x2} cy={line.y2} r="7" />
            </g>
          ))}
        </svg>
      ) : null}
    </div>
  );
}

const rectOf = (box: Box): Placed => ({
  x: box.x1,
  y: box.y1,
  width: box.x2 - box.x1,
  height: box.y2 - box.y1,
});

const within = (part: Placed, whole: Pick<Stage, "width" | "height">): CSSProperties => ({
  left: `${(100 * part.x) / whole.width}%`,
  top: `${(100 * part.y) / whole.height}%`,
  width: `${(100 * part.width) / whole.width}%`,
  height: `${(100 * part.height) / whole.height}%`,
});

type Which = "query" | "drawing" | "hit";

function Caption({ which }: { which: Which }) {
  const { t } = useTranslation("search");
  return (
    <span className={styles.caption} aria-hidden="true">
      {t(`why.caption.${which}`)}
    </span>
  );
}

interface EvidenceProps {
  raster: WhyReply["hit"];
  url: string;
  opacity: number;
  which: Which;
  /** The part of the picture that the cells cover, in its px; absent: all of it. */
  covers?: Box | null;
  of?: Pick<Stage, "width" | "height">;
}

function Evidence({ raster, url, opacity, which, covers, of }: EvidenceProps) {
  const { t } = useTranslation("search");
  const maps = useMemo(() => (raster ? decodeRaster(raster) : null), [raster]);
  if (!maps) return <img className={styles.plain} src={url} alt={t(`why.${which}`)} />;
  const place = covers && of ? within(rectOf(covers), of) : undefined;
  return <Heatmap photo paper={which === "drawing"} picture={url} maps={maps} opacity={opacity} place={place} label={t(`why.${which}Map`)} />;
}
