import { Tooltip } from "@base-ui/react/tooltip";
import type { ComponentProps, ReactNode } from "react";

import styles from "./ui.module.css";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  label: string;
  /** Shown in the tooltip beside the label, such as "Ctrl Z". */
  keys?: string;
  children: ReactNode;
}

export function IconButton({ label, keys, children, ...rest }: IconButtonProps) {
  return (
    <Hint label={label} keys={keys}>
      <button type="button" className={styles.iconButton} aria-label={label} aria-keyshortcuts={ariaKeys(keys)} {...rest}>
        {children}
      </button>
    </Hint>
  );
}

/** "Ctrl Z" as ARIA writes it: "Control+Z". */
const ariaKeys = (keys?: string) => keys?.replace("Ctrl", "Control").replaceAll(" ", "+");

interface HintProps {
  label: ReactNode;
  keys?: string;
  children: React.ReactElement<Record<string, unknown>>;
}

/** A label that appears on hover and focus. What matters must also be said elsewhere: touch has no hover. */
export function Hint({ label, keys, children }: HintProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className={styles.tooltip}>
            {label}
            {keys ? <kbd>{keys}</kbd> : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
