import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { ReactNode } from "react";

import { Hint } from "./IconButton";
import styles from "./ui.module.css";

export interface Option<Value extends string> {
  value: Value;
  label: string;
  /** Shown instead of the label, which then becomes the tooltip. */
  icon?: ReactNode;
  keys?: string;
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Option<Value>[];
  onChange(value: Value): void;
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const choose = (next: unknown[]) => {
    const [first] = next as Value[];
    if (first !== undefined) onChange(first);
  };
  return (
    <ToggleGroup className={styles.choice} aria-label={label} value={[value]} onValueChange={choose}>
      {options.map((option) => (
        <ChoiceItem key={option.value} option={option} />
      ))}
    </ToggleGroup>
  );
}

function ChoiceItem<Value extends string>({ option }: { option: Option<Value> }) {
  const toggle = (
    <Toggle value={option.value} className={styles.choiceItem} aria-label={option.icon ? option.label : undefined}>
      {option.icon ?? option.label}
    </Toggle>
  );
  if (!option.icon) return toggle;
  return (
    <Hint label={option.label} keys={option.keys}>
      {toggle}
    </Hint>
  );
}
