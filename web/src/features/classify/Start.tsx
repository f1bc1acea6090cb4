import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { picturesQuery, thumbnailUrl } from "@/api/library";
import { samplesQuery } from "@/api/system";
import { ChooseFiles } from "@/components/files/ChooseFiles";
import { Button } from "@/components/ui/Button";
import { CameraIcon } from "@/components/ui/icons";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./classify.module.css";
import { linkOf } from "./shown";

interface StartProps {
  onFiles(files: readonly File[]): void;
  onCamera(): void;
  /** What was brought in and is no picture. */
  others: number;
}

const isApple = /Mac|iP(hone|ad)/.test(navigator.userAgent);
const isTouch = () => window.matchMedia("(pointer: coarse)").matches;

/** Nothing is named yet: every way in, in one place. */
export function Start({ onFiles, onCamera, others }: StartProps) {
  const { t } = useTranslation("classify");
  const { count } = useNumbers();
  const touch = isTouch();
  return (
    <>
      <section className={styles.start}>
        <h2>{t(touch ? "start.titleTouch" : "start.title")}</h2>
        <p className={styles.soft}>{t("start.how")}</p>
        <div className={styles.ways}>
          <ChooseFiles look="strong" label={t("start.choose")} onFiles={(files) => onFiles(files.map(({ file }) => file))} />
          <Button onClick={onCamera}>
            <CameraIcon />
            {t("start.camera")}
          </Button>
        </div>
        {touch ? null : (
          <p className={styles.soft}>
            {t("start.paste")} <kbd>{isApple ? "⌘ V" : "Ctrl V"}</kbd>
          </p>
        )}
        {others > 0 ? (
          <p className={styles.soft} role="status">
            {t("list.others", { count: others, number: count(others) })}
          </p>
        ) : null}
      </section>
      <Samples />
      <Own />
    </>
  );
}

function Samples() {
  const { t, i18n } = useTranslation("classify");
  const { data } = useQuery(samplesQuery);
  const samples = (data?.samples ?? []).filter((sample) => sample.task === "classify");
  if (samples.length === 0) return null;
  return (
    <section className={styles.few} aria-labelledby="classify-samples">
      <h2 id="classify-samples">{t("start.samples")}</h2>
      <ul>
        {samples.map(({ name, title, title_zh, url }) => {
          const words = i18n.language === "zh" ? title_zh : title;
          return (
            <li key={name}>
              <Link href={linkOf({ from: { kind: "sample", name }, models: [], why: null })} aria-label={t("start.from", { name: words })} title={words}>
                <img src={url} alt="" loading="lazy" />
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const FEW = 10;

function Own() {
  const { t } = useTranslation("classify");
  const { data } = useQuery(picturesQuery({}, "newest", 0));
  if (!data || data.pictures.length === 0) return null;
  return (
    <section className={styles.few} aria-labelledby="classify-own">
      <h2 id="classify-own">{t("start.own")}</h2>
      <ul>
        {data.pictures.slice(0, FEW).map(({ id, name }) => (
          <li key={id}>
            <Link href={linkOf({ from: { kind: "picture", id }, models: [], why: null })} aria-label={t("start.from", { name })} title={name}>
              <img src={thumbnailUrl(id, 256)} alt="" loading="lazy" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
