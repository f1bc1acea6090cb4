import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { DropVeil } from "@/components/files/DropVeil";
import { useIncoming } from "@/components/files/useIncoming";
import { NONE_TAKEN, takenFrom } from "@/components/given/taken";
import { useGiven } from "@/components/given/useGiven";
import { Loading, Notice } from "@/components/problem/Notice";

import styles from "../faces.module.css";
import { Head } from "../Head";
import { FaceCamera } from "./FaceCamera";
import { Filmstrip } from "./Filmstrip";
import { FoundFaces } from "./FoundFaces";
import { Start } from "./Start";
import { useAsked } from "./useAsked";

/** Pictures, and the faces in them. */
export function FindPage() {
  const { t } = useTranslation("faces");
  const { asked, go, adjust } = useAsked();
  const [taken, setTaken] = useState(NONE_TAKEN);
  const [opened, setOpened] = useState<string | null>(null);
  const [camera, setCamera] = useState(false);
  const named = useGiven(asked.from);
  const take = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      setTaken(takenFrom(files));
      setOpened(null);
      setCamera(false);
      go({ from: null });
    },
    [go],
  );
  const hovering = useIncoming(useCallback((files) => take(files.map(({ file }) => file)), [take]));
  const pictures = asked.from ? (named.given ? [named.given] : []) : taken.pictures;
  const shown = pictures.find(({ key }) => key === opened) ?? pictures[0];
  const nothing = !asked.from && pictures.length === 0;
  return (
    <div className={styles.page}>
      <Head here="find" lead={nothing ? t("find.lead") : undefined} />
      {nothing ? <Start onFiles={take} onCamera={() => setCamera(true)} others={taken.others} /> : null}
      {pictures.length > 1 ? <Filmstrip taken={taken} asked={asked} shown={shown?.key ?? null} onShow={setOpened} /> : null}
      {asked.from && named.loading ? <Loading /> : null}
      {asked.from && named.error ? <Notice tone="warning" title={t("gone")} /> : null}
      {shown ? (
        <FoundFaces key={shown.key} given={shown} all={pictures} asked={asked} onAdjust={adjust} onFiles={take} onCamera={() => setCamera(true)} />
      ) : null}
      <FaceCamera open={camera} onClose={() => setCamera(false)} onTake={(file) => take([file])} />
      {hovering ? <DropVeil>{t("find.drop")}</DropVeil> : null}
    </div>
  );
}
