import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { picturesQuery, thumbnailUrl } from "@/api/library";
import { Loading, ProblemNotice } from "@/components/problem/Notice";

import { NOTHING, pictureTerm } from "../query";
import type { Intake } from "../useIntake";
import { TOUCH, useMedia } from "../useMedia";
import { linkOf, type QueryUrl } from "../useQueryUrl";
import styles from "./bar.module.css";
import { PictureSources } from "./PictureSources";
import { WordIdeas } from "./WordIdeas";

/** Nothing is asked yet: every way in, in one place. */
export function Start({ url, intake }: { url: QueryUrl; intake: Intake }) {
  const { t } = useTranslation("search");
  const touch = useMedia(TOUCH);
  return (
    <section className={styles.start} aria-label={t("bar.title")}>
      <h2>{t(touch ? "start.titleTouch" : "start.title")}</h2>
      <p className={styles.soft}>{t("start.how")}</p>
      <WordIdeas {...url} />
      <PictureSources adds={false} disabled={intake.waiting > 0} onFiles={(files) => intake.take(files, false)} onDraw={() => url.go({ drawing: true })} />
      {intake.waiting > 0 ? <Loading label={t("bar.sending", { count: intake.waiting })} /> : touch ? null : <PasteHint />}
      {intake.error ? <ProblemNotice error={intake.error} /> : null}
    </section>
  );
}

function PasteHint() {
  const { t } = useTranslation("search");
  return (
    <p className={styles.pasteHint}>
      {t("start.paste")} <kbd>{isApple ? "⌘ V" : "Ctrl V"}</kbd>
    </p>
  );
}

const isApple = /Mac|iP(hone|ad)/.test(navigator.userAgent);
const FEW = 18;

/** A first click that cannot fail: one's own pictures. */
export function FromTheLibrary() {
  const { t } = useTranslation("search");
  const { data } = useQuery(picturesQuery({}, "newest", 0));
  if (!data || data.pictures.length === 0) return null;
  return (
    <section className={styles.own} aria-labelledby="own-pictures">
      <h2 id="own-pictures">{t("start.own")}</h2>
      <ul>
        {data.pictures.slice(0, FEW).map(({ id, name }) => (
          <li key={id}>
            <Link href={linkOf({ ...NOTHING, terms: [pictureTerm(id)] })} aria-label={t("start.from", { name })} title={name}>
              <img src={thumbnailUrl(id, 256)} alt="" loading="lazy" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
