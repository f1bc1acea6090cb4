import { useTranslation } from "react-i18next";

import type { Place } from "@/api/marks";

import styles from "./inside.module.css";

interface PlaceFieldsProps {
  place: Place;
  shape: readonly number[];
  onMove(place: Place): void;
}

/** The same choice as by pointing, for the keyboard. */
export function PlaceFields({ place, shape, onMove }: PlaceFieldsProps) {
  const { t } = useTranslation("inside");
  const [channels = 1, height = 1, width = 1] = shape;
  const isVector = shape.length === 1;
  return (
    <div className={styles.place}>
      <Field label={t(isVector ? "place.unit" : "place.map")} value={place.channel} count={channels} onChange={(channel) => onMove({ ...place, channel })} />
      {isVector ? null : (
        <>
          <Field label={t("place.row")} value={place.y} count={height} onChange={(y) => onMove({ ...place, y })} />
          <Field label={t("place.column")} value={place.x} count={width} onChange={(x) => onMove({ ...place, x })} />
        </>
      )}
    </div>
  );
}

interface FieldProps {
  label: string;
  value: number;
  count: number;
  onChange(value: number): void;
}

function Field({ label, value, count, onChange }: FieldProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        min={0}
        max={count - 1}
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          if (Number.isInteger(next) && next >= 0 && next < count) onChange(next);
        }}
      />
    </label>
  );
}
