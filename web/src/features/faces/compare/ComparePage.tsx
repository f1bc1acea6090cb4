import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import type { GivenPicture } from "@/api/classify";
import { compareQuery } from "@/api/faces";
import { useIncoming } from "@/components/files/useIncoming";
import { Loading, ProblemNotice } from "@/components/problem/Notice";

import faces from "../faces.module.css";
import { FaceCamera } from "../find/FaceCamera";
import { Footer } from "../Footer";
import { Head } from "../Head";
import { MatrixTable } from "./MatrixTable";
import type { FaceOf } from "./pairs";
import { PairView } from "./PairView";
import { type Side, useSides } from "./useSides";
import { Verdict } from "./Verdict";

const NOTHING: GivenPicture = { key: "", name: "", sent: { picture: 0 } };

/** Whether two pictures show the same person. */
export default function ComparePage() {
  const { t } = useTranslation("faces");
  const sides = useSides();
  const [camera, setCamera] = useState<Side | null>(null);
  const [pointed, setPointed] = useState<FaceOf | null>(null);
  const [pinned, setPinned] = useState<FaceOf | null>(null);
  const { put } = sides;
  const [first, second] = [sides.a.given, sides.b.given];
  const free: Side = first && !second ? "b" : "a";
  const hovering = useIncoming(useCallback((files) => put(files.map(({ file }) => file), free), [put, free]));
  const both = first !== null && second !== null;
  const { data, error, refetch } = useQuery({ ...compareQuery(first ?? NOTHING, second ?? NOTHING, { minSize: null, minScore: sides.minScore }), enabled: both });
  const reply = both ? data : undefined;
  const pairKey = `${first?.key} ${second?.key}`;
  const [known, setKnown] = useState(pairKey);
  if (known !== pairKey) {
    setKnown(pairKey);
    setPinned(null);
    setPointed(null);
  }
  return (
    <div className={faces.page}>
      <Head here="compare" lead={both ? undefined : t("compare.lead")} />
      <PairView sides={sides} reply={reply} hovering={hovering} onCamera={setCamera} focus={pointed ?? pinned} onPoint={setPointed} onPin={setPinned} />
      {error && both ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {both && !reply && !error ? <Loading label={t("compare.looking")} /> : null}
      {reply ? (
        <>
          <Verdict reply={reply} onMinScore={sides.setMinScore} />
          {first && second ? <MatrixTable reply={reply} pictures={[first, second]} onPoint={setPointed} /> : null}
          <Footer models={reply.models} timings={reply.timings_ms} />
        </>
      ) : null}
      <FaceCamera
        open={camera !== null}
        onClose={() => setCamera(null)}
        onTake={(file) => {
          put([file], camera ?? "a");
          setCamera(null);
        }}
      />
    </div>
  );
}
