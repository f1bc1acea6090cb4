import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { GivenPicture } from "@/api/classify";
import type { ComparedPicture, CompareReply } from "@/api/types";
import { FaceOverlay } from "@/components/faces/FaceOverlay";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import { filesOf } from "@/components/files/dropped";
import { FewPictures } from "@/components/given/FewPictures";
import type { From } from "@/components/given/from";
import { PhotoStage } from "@/components/given/PhotoStage";
import { StartBox } from "@/components/given/StartBox";
import { useFewOwn, useFewSamples } from "@/components/given/useFew";
import { usePhoto } from "@/components/given/usePhoto";
import { Loading, Notice } from "@/components/problem/Notice";
import { CameraIcon, UploadIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";

import { hasFace } from "../samples";
import styles from "./compare.module.css";
import { letterOf } from "./pairs";
import { PROBE } from "./useFrames";
import type { Side, Sides } from "./useSides";

interface SlotProps {
  side: Side;
  sides: Sides;
  /** What was seen in this picture. */
  seen: ComparedPicture | undefined;
  reply: CompareReply | undefined;
  hovering: boolean;
  onCamera(): void;
  focus: number | null;
  onPoint(index: number | null): void;
  onPin(index: number): void;
}

/** The place of one of the two pictures; files can be dropped on it. */
export function Slot(props: SlotProps) {
  const { side, sides, hovering, onCamera } = props;
  const { t } = useTranslation("faces");
  const [over, setOver] = useState(false);
  const { given, loading, error } = sides[side];
  const put = (files: readonly File[]) => sides.put(files, side);
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault(); // the page would put it elsewhere
    void filesOf(event.dataTransfer).then(put);
  };
  return (
    <div
      className={styles.slot}
      data-hovering={hovering || undefined}
      data-over={(hovering && over) || undefined}
      onDragEnter={() => setOver(true)}
      onDragLeave={(event) => (event.currentTarget.contains(event.relatedTarget as Node | null) ? undefined : setOver(false))}
      onDrop={onDrop}
    >
      {given ? <Given {...props} given={given} put={put} /> : null}
      {loading ? <Loading /> : null}
      {error ? <Notice tone="warning" title={t("gone")} /> : null}
      {!given && !loading ? <Empty side={side} sides={sides} put={put} onCamera={onCamera} /> : null}
    </div>
  );
}

function Given({ given, side, seen, focus, onPoint, onPin, onCamera, put }: SlotProps & { given: GivenPicture; put(files: readonly File[]): void }) {
  const { t } = useTranslation("faces");
  const photo = usePhoto(given);
  const tagOf = (index: number) => (side === "a" ? String(index + 1) : letterOf(index));
  const several = (seen?.faces.length ?? 0) > 1;
  return (
    <>
      <PhotoStage photo={photo} label={t(`compare.photo.${side}`, { name: given.name })}>
        {() => (
          <>
            <span className={styles.probe} {...{ [PROBE]: "" }} />
            {seen && seen.faces.length > 0 ? (
              <FaceOverlay
                faces={seen.faces.map(({ box }, index) => ({ box, description: t("face.name", { number: tagOf(index) }), tag: several ? tagOf(index) : undefined }))}
                size={seen}
                label={t(`compare.faces.${side}`)}
                shown={focus}
                chosen={focus}
                onPoint={onPoint}
                onChoose={onPin}
              />
            ) : null}
          </>
        )}
      </PhotoStage>
      <div className={styles.caption}>
        <p title={given.name}>{given.name}</p>
        <ChooseFiles look="quiet" multiple={false} className={styles.icon} label={t(`compare.another.${side}`)} onFiles={(files) => put(files.map(({ file }) => file))}>
          <UploadIcon />
        </ChooseFiles>
        <IconButton label={t(`compare.camera.${side}`)} onClick={onCamera}>
          <CameraIcon />
        </IconButton>
      </div>
    </>
  );
}

function Empty({ side, sides, put, onCamera }: { side: Side; sides: Sides; put(files: readonly File[]): void; onCamera(): void }) {
  const { t } = useTranslation("faces");
  const words = { linkOf: (from: From) => sides.linkOf(side, from), label: (name: string) => t(`compare.from.${side}`, { name }) };
  const samples = useFewSamples(hasFace, words);
  const own = useFewOwn(words);
  return (
    <>
      <StartBox title={t(`compare.slot.${side}`)} choose={t("compare.choose")} onFiles={put} onCamera={onCamera} />
      <FewPictures title={t("find.samples")} pictures={samples} />
      <FewPictures title={t("find.own")} pictures={own} />
    </>
  );
}
