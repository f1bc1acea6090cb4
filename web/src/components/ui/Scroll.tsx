import type { ReactNode } from "react";

import styles from "./ui.module.css";

/** Scrolls what is too wide by itself, so that the page never does; by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
