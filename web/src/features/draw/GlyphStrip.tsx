import { useTranslation } from "react-i18next";

import type { Task } from "@/api/marks";
import type { Preview } from "@/api/types";

import styles from "./draw.module.css";

interface GlyphStripProps {
  task: Task;
  previews: readonly Preview[];
  chosen: number;
  onChoose(glyph: number): void;
}

/** What the networks really get: each mark small, centred by its mass, white on black. */
export function GlyphStrip({ task, previews, chosen, onChoose }: GlyphStripProps) {
  const { t } = useTranslation("draw");
  if (previews.length === 0) return null;
  return (
    <section className={styles.strip} aria-label={t(`${task}.sees`)}>
      <div>
        <h2>{t(`${task}.sees`)}</h2>
        <p>{t("sees.why")}</p>
      </div>
      <ul>
        {previews.map((preview, index) => (
          <li key={index}>
            <button type="button" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
              <img src={preview.png} width={72} height={72} alt={t("sees.mark", { number: index + 1 })} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
