import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/components/ui/IconButton";
import { BrushIcon, CrossIcon, RegionIcon } from "@/components/ui/icons";
import { MINUS } from "@/components/ui/numbers";

import { cropOf } from "../crop";
import { isSketch, isWords, type QueryTerm } from "../query";
import { useDraft } from "../useDraft";
import { type TermPicture, useTermPicture } from "../useTermPicture";
import styles from "./bar.module.css";
import { WeightSlider } from "./WeightSlider";

interface TermCardProps {
  term: QueryTerm;
  number: number;
  /** A single picture has nothing to be weighed against. */
  alone: boolean;
  marking: boolean;
  onMark(): void;
  /** Opens the board with this drawing; absent where it is open. */
  onDraw?(): void;
  onWeigh(weight: number): void;
  onRemove(): void;
}

export function TermCard({ term, number, alone, marking, onMark, onDraw, onWeigh, onRemove }: TermCardProps) {
  const { t } = useTranslation("search");
  const picture = useTermPicture(term);
  const commit = useCallback((next: number) => onWeigh(next), [onWeigh]);
  const [weight, setWeight] = useDraft(term.weight, commit);
  const sense = weight > 0 ? "like" : weight < 0 ? "unlike" : "ignored";
  return (
    <li className={styles.term} data-sense={sense} data-term={number - 1} data-testid="term">
      <TermThumb term={term} picture={picture} alt={t(isWords(term) ? "bar.words" : isSketch(term) ? "bar.drawing" : "bar.picture", { number, name: picture.name })} />
      <div className={styles.termBody}>
        <p className={styles.sense}>
          <strong>{t(isWords(term) ? `words.${sense}` : isSketch(term) && sense === "like" ? "bar.likeDrawing" : `bar.${sense}`)}</strong>
          {alone ? <span>{picture.name}</span> : <span className={styles.weight}>{weightText(weight)}</span>}
        </p>
        {alone && weight === 1 ? null : (
          <WeightSlider label={t("bar.weight", { number })} value={weight} say={weightText} onChange={setWeight} />
        )}
        {isWords(term) ? null : isSketch(term) ? (
          onDraw ? (
            <button type="button" className={styles.mark} onClick={onDraw}>
              <BrushIcon />
              {t("bar.drawOn")}
            </button>
          ) : null
        ) : (
          <button type="button" className={styles.mark} aria-expanded={marking} disabled={picture.width === 0} onClick={onMark}>
            <RegionIcon />
            {t(term.box ? "bar.changeRegion" : "bar.markRegion")}
          </button>
        )}
      </div>
      <div className={styles.remove} data-remove="">
        <IconButton label={t("bar.remove", { number })} onClick={onRemove}>
          <CrossIcon />
        </IconButton>
      </div>
    </li>
  );
}

const weightText = (weight: number) => weight.toFixed(1).replace("-", MINUS);

/** What is searched for: the region fills the square where one is marked. */
function TermThumb({ term, picture, alt }: { term: QueryTerm; picture: TermPicture; alt: string }) {
  const { t } = useTranslation("search");
  if (picture.error) return <div className={styles.thumb} role="img" aria-label={alt} data-gone={t("bar.gone")} />;
  if (isWords(term)) return <div className={styles.thumb} data-words="">{term.id}</div>;
  const crop = term.box && picture.width > 0 ? cropOf(term.box, picture.width, picture.height) : undefined;
  return (
    <div className={styles.thumb} data-sketch={isSketch(term) || undefined}>
      <img src={crop ? picture.large : picture.small} alt={alt} style={crop} />
    </div>
  );
}
