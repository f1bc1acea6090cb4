import { useTranslation } from "react-i18next";

import type { Caption } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./describe.module.css";

interface AlternativesProps {
  captions: readonly Caption[];
  chosen: number;
  onChoose(index: number): void;
}

/** The sentences, the likeliest first; a click shows where each of its words was seen. */
export function Alternatives({ captions, chosen, onChoose }: AlternativesProps) {
  const { t, i18n } = useTranslation("describe");
  const { percent, plain } = useNumbers();
  if (captions.length < 2) return null;
  const chinese = i18n.language === "zh";
  return (
    <section className={styles.others} aria-labelledby="describe-others">
      <header>
        <h2 id="describe-others">{t("others.title")}</h2>
        <p className={styles.otherFigures} aria-hidden="true">
          <span>{t("figures.confidence")}</span>
          <span>{t("figures.logShort")}</span>
        </p>
      </header>
      <ol>
        {captions.map((caption, index) => (
          <li key={caption.text}>
            <button type="button" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
              <span className={styles.otherWords}>
                <span lang="en">{caption.text}</span>
                {chinese ? <small lang="zh-Hans">{caption.text_zh}</small> : null}
              </span>
              <span className={styles.otherFigures}>
                <span className={styles.track} aria-hidden="true">
                  <span style={{ width: `${100 * caption.confidence}%` }} />
                </span>
                <span>
                  <span className="visually-hidden">{t("figures.confidence")}</span> {percent(caption.confidence, 0)}
                </span>
                <span>
                  <span className="visually-hidden">{t("figures.log")}</span> {plain(caption.log_probability, 3)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
