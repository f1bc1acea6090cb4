import { useId } from "react";

import { ChevronIcon } from "@/components/ui/icons";

import styles from "./options.module.css";

interface SelectProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

/** The browser's own list: it knows the phone's wheel, type-ahead and thousands of entries. */
export function Select({ label, value, options, onChange }: SelectProps) {
  const id = useId();
  const known = options.some((option) => option.value === value);
  return (
    <>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.select}>
        <select id={id} className={styles.input} value={value} onChange={(event) => onChange(event.target.value)}>
        {known ? null : <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        </select>
        <ChevronIcon />
      </span>
    </>
  );
}
