import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { Slider } from "@/components/ui/Slider";
import { useNumbers } from "@/components/ui/useNumbers";

import { bandOf, chanceHits, rangeOf } from "../bands";
import { scoreText } from "../score";
import styles from "./results.module.css";

interface CutOffProps {
  reply: SearchReply;
  cutoff: number;
  /** Nobody moved it: it lies where the weak band ends. */
  isUsual: boolean;
  onChange(cutoff: number | null): void;
}

/** How near a picture must come to be shown: the bands, the scores of all hits, and a slider over them. */
export function CutOff({ reply, cutoff, isUsual, onChange }: CutOffProps) {
  const { t } = useTranslation("search");
  const { count, plain } = useNumbers();
  const explained = useId();
  const { least, most } = rangeOf(reply.hits, reply);
  const place = (score: number) => Math.min(1, Math.max(0, (score - least) / (most - least)));
  const chance = chanceHits(cutoff, reply.considered, reply);
  const marks = (["weak", "strong"] as const).map((band) => ({ band, at: place(reply[band]) }));
  return (
    <section className={styles.cutoff} aria-label={t("cutoff.title")}>
      <p className={styles.cutoffHead}>
        <span>
          {t("cutoff.title")} <b>{scoreText(Math.max(cutoff, least))}</b>
        </span>
        {isUsual ? null : (
          <button type="button" className={styles.reset} onClick={() => onChange(null)}>
            {t("cutoff.reset")}
          </button>
        )}
      </p>
      <div className={styles.scale} style={{ "--weak": place(reply.weak), "--strong": place(reply.strong) }}>
        <Rug scores={reply.hits.map((hit) => place(hit.score))} />
        <Slider
          label={t("cutoff.title")}
          value={Math.min(most, Math.max(least, cutoff))}
          min={least}
          max={most}
          step={0.01}
          onChange={(next) => onChange(Number(next.toFixed(2)))}
          say={(value) => `${scoreText(value)}, ${t(`bands.${bandOf(value, reply)}.word`)}`}
        />
        <div className={styles.bandStrip} aria-hidden="true" />
        <div className={styles.bandMarks} aria-hidden="true">
          {marks.map(({ band, at }) => (
            <span key={band} data-band={band} style={{ left: `${at * 100}%` }}>
              {t(`bands.${band}.word`)} {scoreText(reply[band])}
            </span>
          ))}
        </div>
      </div>
      <p className={styles.soft} id={explained}>
        {chance === null
          ? t("cutoff.unknown")
          : t("cutoff.chance", { chance: plain(chance, 2), pictures: count(reply.considered) })}
      </p>
    </section>
  );
}

/** Each hit as a tick where its score lies: a gap between the ticks is a good place for the cut-off. */
function Rug({ scores }: { scores: readonly number[] }) {
  const ticks = scores.map((place) => `M${(place * 1000).toFixed(1)} 0v10`).join("");
  return (
    <svg className={styles.rug} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path d={ticks} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
