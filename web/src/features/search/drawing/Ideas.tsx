import { useTranslation } from "react-i18next";

import styles from "./drawing.module.css";
import { type Idea, IDEAS, pathOf } from "./ideas";

/** Nothing is drawn yet: what will happen, and drawings to begin with. */
export function Ideas({ onChoose }: { onChoose(idea: Idea): void }) {
  const { t } = useTranslation("search");
  return (
    <section className={styles.ideas} aria-labelledby="drawing-ideas">
      <h2 id="drawing-ideas">{t("draw.ideas.title")}</h2>
      <p>{t("draw.ideas.how")}</p>
      <ul>
        {IDEAS.map((idea) => (
          <li key={idea}>
            <button type="button" onClick={() => onChoose(idea)}>
              <svg viewBox="60 60 880 880" aria-hidden="true" focusable="false">
                <path d={pathOf(idea)} />
              </svg>
              {t(`draw.ideas.${idea}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
