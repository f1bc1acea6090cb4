import { type KeyboardEvent, useState } from "react";

import { PencilIcon } from "./icons";
import styles from "./editable.module.css";

interface EditableTextProps {
  value: string;
  /** What a click does; also the field's name. The button itself is called as its value is. */
  label: string;
  onChange(value: string): void;
  longest?: number;
}

/** A name that becomes a field when it is clicked. Enter keeps what was typed, Escape what was there. */
export function EditableText({ value, label, onChange, longest = 100 }: EditableTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = (keep: boolean) => {
    const next = typed?.trim() ?? "";
    setTyped(null);
    if (keep && next && next !== value) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter ends a word of Chinese first
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") {
      event.stopPropagation();
      finish(false);
    }
  };
  if (typed === null)
    return (
      <button type="button" className={styles.shown} title={label} onClick={() => setTyped(value)}>
        <span>{value}</span>
        <PencilIcon />
      </button>
    );
  return (
    <input
      className={styles.field}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for the field
      autoFocus
      aria-label={label}
      value={typed}
      maxLength={longest}
      onChange={(event) => setTyped(event.target.value)}
      onFocus={(event) => event.target.select()}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
    />
  );
}
