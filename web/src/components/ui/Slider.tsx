import { Slider as Base } from "@base-ui/react/slider";

import styles from "./ui.module.css";

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange(value: number): void;
  /** How the value is read aloud. */
  say?(value: number): string;
}

export function Slider({ label, value, min, max, step = 1, onChange, say }: SliderProps) {
  return (
    <Base.Root
      className={styles.slider}
      value={value}
      min={min}
      max={max}
      step={step}
      onValueChange={(next) => onChange(next as number)}
    >
      <Base.Control className={styles.sliderControl}>
        <Base.Track className={styles.sliderTrack}>
          <Base.Indicator className={styles.sliderIndicator} />
          <Base.Thumb
            className={styles.sliderThumb}
            aria-label={label}
            getAriaValueText={(_formatted, current) => (say ? say(current) : String(current))}
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
