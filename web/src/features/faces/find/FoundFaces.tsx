import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { GivenPicture } from "@/api/classify";
import { detectQuery } from "@/api/faces";
import type { DetectReply } from "@/api/types";
import { FaceOverlay } from "@/components/faces/FaceOverlay";
import { PhotoStage } from "@/components/given/PhotoStage";
import { usePhoto } from "@/components/given/usePhoto";
import { Loading, ProblemNotice } from "@/components/problem/Notice";

import styles from "../faces.module.css";
import { Footer } from "../Footer";
import { useFaceWords } from "../words";
import type { Asked } from "./asked";
import { FaceCard } from "./FaceCard";
import { FaceList } from "./FaceList";
import { NoFace } from "./NoFace";
import { Options } from "./Options";
import { Tools } from "./Tools";
import { useWho } from "./useWho";
import { Who } from "./Who";

interface FoundFacesProps {
  given: GivenPicture;
  /** The pictures that are looked at together. */
  all: readonly GivenPicture[];
  asked: Asked;
  onAdjust(change: Partial<Asked>): void;
  onFiles(files: readonly File[]): void;
  onCamera(): void;
}

/** A picture, its faces in it and beside it, and how they are looked for. */
export function FoundFaces({ given, all, asked, onAdjust, onFiles, onCamera }: FoundFacesProps) {
  const { t } = useTranslation("faces");
  const photo = usePhoto(given);
  const { data, error, refetch, isPlaceholderData } = useQuery(detectQuery(given, asked));
  const [chosen, setChosen] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  const lineOf = useFaceWords();
  // With the very numbers that found these faces, so that the same ones are asked about.
  const who = useWho(given, data ? { minSize: data.min_size, minScore: data.min_score } : asked);
  const faces = data?.faces ?? [];
  const shown = Math.min(pointed ?? chosen, faces.length - 1);
  const face = faces[shown];
  const choices = { shown, chosen: Math.min(chosen, faces.length - 1), onPoint: setPointed, onChoose: setChosen };
  const overlaid = faces.map((each, index) => ({
    box: asked.square ? each.square : each.box,
    landmarks: each.landmarks,
    description: lineOf(each, index),
    tag: faces.length > 1 ? String(index + 1) : undefined,
  }));
  return (
    <>
      <div className={styles.bench} data-waiting={isPlaceholderData || undefined}>
        <div className={styles.picture}>
          <PhotoStage photo={photo} label={t("find.photo", { name: given.name })}>
            {() => (data && faces.length > 0 ? <FaceOverlay faces={overlaid} size={data} label={t("find.faces")} {...choices} /> : null)}
          </PhotoStage>
          <Tools given={given} all={all} asked={asked} photo={photo} reply={data} onFiles={onFiles} onCamera={onCamera} />
        </div>
        <div className={styles.side}>
          {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
          {!data && !error ? <Loading label={t("find.looking")} /> : null}
          {data ? <Count reply={data} /> : null}
          {data && faces.length === 0 ? <NoFace reply={data} asked={asked} onAdjust={onAdjust} /> : null}
          {data && faces.length > 1 ? <FaceList faces={faces} size={data} url={photo.url} {...choices} /> : null}
          {data && face ? (
            <FaceCard face={face} index={shown} total={faces.length} size={data} url={photo.url}>
              {who.possible ? <Who who={who} face={face} total={faces.length} given={given} /> : null}
            </FaceCard>
          ) : null}
          {data ? <Options reply={data} asked={asked} onAdjust={onAdjust} /> : null}
        </div>
      </div>
      {data ? <Footer models={{ ...data.models, ...who.reply?.models }} timings={data.timings_ms} /> : null}
    </>
  );
}

/** Said aloud when it changes. */
function Count({ reply }: { reply: DetectReply }) {
  const { t } = useTranslation("faces");
  return (
    <div role="status">
      <h2 className={reply.faces.length === 0 ? "visually-hidden" : styles.count}>{t("film.faces", { count: reply.faces.length, number: reply.faces.length })}</h2>
    </div>
  );
}
