import type { ReactNode } from "react";

import styles from "./ui.module.css";

interface PanelProps {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Panel({ title, aside, children, className = "" }: PanelProps) {
  return (
    <section className={`${styles.panel} ${className}`}>
      {title ? (
        <header className={styles.panelHead}>
          <h2>{title}</h2>
          {aside}
        </header>
      ) : null}
      {children}
    </section>
  );
}
