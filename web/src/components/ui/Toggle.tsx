import { Switch } from "@base-ui/react/switch";
import { useId } from "react";

import styles from "./ui.module.css";

interface ToggleProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

export function LabelledSwitch({ label, checked, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className={styles.switchRow}>
      <span id={id}>{label}</span>
      <Switch.Root className={styles.switch} checked={checked} onCheckedChange={onChange} aria-labelledby={id}>
        <Switch.Thumb className={styles.switchThumb} />
      </Switch.Root>
    </div>
  );
}
