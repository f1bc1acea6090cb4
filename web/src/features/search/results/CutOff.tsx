import { Slider } from "@base-ui/react/slider";
import { useTranslation } from "react-i18next";

import type { SearchReply } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import { bandOf, chanceHits, rangeOf } from "../bands";
import { useNear } from "../useNear";
import styles from "./cutoff.module.css";

interface CutOffProps {
  reply: SearchReply;
  cutoff: number;
  /** Nobody moved it: it lies where the weak band begins. */
  isUsual: boolean;
  onChange(cutoff: number | null): void;
}

/** How near a picture must come to be shown: the scores of all hits over the bands, and a thumb that hides what lies to its left. */
export function CutOff({ reply, cutoff, isUsual, onChange }: CutOffProps) {
  const { t } = useTranslation("search");
  const { near } = useNear();
  const { least, most } = rangeOf(reply.hits, reply);
  const value = Math.min(most, Math.max(least, cutoff));
  const place = (score: number) => Math.min(1, Math.max(0, (score - least) / (most - least)));
  const places = { "--weak": place(reply.weak), "--strong": place(reply.strong), "--cutoff": place(value) };
  return (
    <section className={styles.cutoff} aria-label={t("cutoff.title")}>
      <p className={styles.head}>
        <span>
          {t("cutoff.title")} <b>{near(value)}</b>
        </span>
        {isUsual ? null : (
          <button type="button" className={styles.reset} onClick={() => onChange(null)}>
            {t("cutoff.reset")}
          </button>
        )}
      </p>
      <div className={styles.scale} style={places}>
        <Rug scores={reply.hits.map(({ score }) => place(score))} cutoff={place(value)} />
        <Slider.Root value={value} min={least} max={most} step={0.01} onValueChange={(next) => onChange(Number((next as number).toFixed(2)))}>
          <Slider.Control className={styles.control}>
            <Slider.Track className={styles.track}>
              <Slider.Thumb
                className={styles.thumb}
                aria-label={t("cutoff.title")}
                getAriaValueText={(_text, now) => `${near(now)}, ${t(`bands.${bandOf(now, reply)}.word`)}`}
              />
            </Slider.Track>
          </Slider.Control>
        </Slider.Root>
        <p className={styles.marks} aria-hidden="true">
          {(["weak", "strong"] as const).map((band) => (
            <span key={band} data-band={band}>
              {t(`bands.${band}.word`)} {near(reply[band])}
            </span>
          ))}
        </p>
      </div>
      <Chance reply={reply} cutoff={value} />
    </section>
  );
}

/** What the cut-off lets through by chance, in a library of this size. */
function Chance({ reply, cutoff }: { reply: SearchReply; cutoff: number }) {
  const { t } = useTranslation("search");
  const { count, plain } = useNumbers();
  const chance = chanceHits(cutoff, reply.considered, reply);
  if (chance === null) return <p className={styles.soft}>{t("cutoff.unknown")}</p>;
  return <p className={styles.soft}>{t("cutoff.chance", { chance: plain(chance, 2), pictures: count(reply.considered) })}</p>;
}

/** Each hit as a tick where its score lies: a gap between the ticks is a good place for the cut-off. */
function Rug({ scores, cutoff }: { scores: readonly number[]; cutoff: number }) {
  const ticks = (kept: boolean) =>
    scores
      .filter((place) => place >= cutoff === kept)
      .map((place) => `M${(place * 1000).toFixed(1)} 0v10`)
      .join("");
  return (
    <svg className={styles.rug} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path d={ticks(false)} vectorEffect="non-scaling-stroke" data-hidden="" />
      <path d={ticks(true)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
