import { Slider } from "@base-ui/react/slider";

import { LEAST_WEIGHT, MOST_WEIGHT } from "../query";
import styles from "./weight.module.css";

interface WeightSliderProps {
  label: string;
  value: number;
  say(weight: number): string;
  onChange(weight: number): void;
}

const SPAN = MOST_WEIGHT - LEAST_WEIGHT;
const place = (weight: number) => (weight - LEAST_WEIGHT) / SPAN;

/** From against to for: the bar grows from zero to either side. */
export function WeightSlider({ label, value, say, onChange }: WeightSliderProps) {
  const ends = { "--from": place(Math.min(0, value)), "--to": place(Math.max(0, value)), "--zero": place(0) };
  return (
    <Slider.Root value={value} min={LEAST_WEIGHT} max={MOST_WEIGHT} step={0.1} onValueChange={(next) => onChange(Number((next as number).toFixed(1)))}>
      <Slider.Control className={styles.control} style={ends} data-against={value < 0 || undefined}>
        <Slider.Track className={styles.track}>
          <Slider.Thumb className={styles.thumb} aria-label={label} getAriaValueText={(_text, now) => say(now)} />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
