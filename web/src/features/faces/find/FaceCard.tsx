import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import type { DetectedFace, FaceAttributes } from "@/api/types";
import { FaceCrop } from "@/components/faces/FaceCrop";
import type { Size } from "@/components/faces/geometry";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./card.module.css";
import { HeadDrawing } from "./HeadDrawing";
import { AgeBar, Meter } from "./Meter";

interface FaceCardProps {
  face: DetectedFace;
  index: number;
  total: number;
  size: Size;
  url: string | null;
  /** Who it is. */
  children?: ReactNode;
}

/** All that can be told about a face. */
export function FaceCard({ face, index, total, size, url, children }: FaceCardProps) {
  const { t } = useTranslation("faces");
  const { count, percent } = useNumbers();
  const { x1, y1, x2, y2 } = face.box;
  const [width, height] = [x2 - x1, y2 - y1].map(Math.round) as [number, number];
  return (
    <section className={styles.card} aria-label={t("face.details")} data-testid="face">
      <header>
        <FaceCrop url={url} box={face.box} size={size} />
        <div>
          <h3>{t(total > 1 ? "face.of" : "face.name", { number: index + 1, total: count(total) })}</h3>
          <p>{t("face.detector", { score: percent(face.confidence, 1) })}</p>
          <p>{t("face.box", { width, height, x: Math.round(x1), y: Math.round(y1) })}</p>
        </div>
      </header>
      {children}
      {face.attributes ? <Attributes attributes={face.attributes} /> : null}
    </section>
  );
}

function Attributes({ attributes: { age, gender, smile, headpose, blur, quality } }: { attributes: FaceAttributes }) {
  const { t } = useTranslation("faces");
  const { percent, plain } = useNumbers();
  const sure = percent(age.confidence, 0);
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>{t("age.name")}</dt>
          <dd>
            <b>{t("age.about", { age: plain(age.value, 2) })}</b>
            <AgeBar age={age} />
            <small>{t("age.range", { low: plain(age.low, 2), high: plain(age.high, 2), sure })}</small>
          </dd>
        </div>
        <div>
          <dt>{t("gender.name")}</dt>
          <dd>
            <b>{t(`gender.${gender.value}`)}</b>
            <small>{t("gender.sure", { sure: percent(gender.confidence, 0) })}</small>
          </dd>
        </div>
        <Meter name={t("smile.name")} measure={smile} words={t(smile.value >= smile.threshold ? "smile.yes" : "smile.no")} />
        <Meter name={t("blur.name")} measure={blur} words={t(blur.value >= blur.threshold ? "blur.yes" : "blur.no")} />
        <Meter name={t("quality.name")} measure={quality} words={t(quality.value >= quality.threshold ? "quality.yes" : "quality.no")} />
        <div>
          <dt>{t("pose.name")}</dt>
          <dd className={styles.pose}>
            <HeadDrawing pose={headpose} />
            <ul>
              {(["yaw", "pitch", "roll"] as const).map((angle) => (
                <li key={angle}>
                  <span>{t(`pose.${angle}`)}</span> <b>{plain(Math.round(headpose[angle]), 3)}°</b>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <p className={styles.care}>
        {t("face.care")} <Link href="/lab/models/face-attributes">{t("face.card")}</Link>
      </p>
    </>
  );
}
