import type { ReactNode } from "react";
import { Link } from "wouter";

import styles from "./subpages.module.css";

export interface Subpage {
  path: string;
  name: string;
}

interface SubpagesProps {
  title: ReactNode;
  lead?: ReactNode;
  /** What the pages have in common, said aloud. */
  label: string;
  pages: readonly Subpage[];
  /** Path of the page that is shown. */
  here: string;
}

/** The head of pages that belong together, each a tab with a link of its own. */
export function Subpages({ title, lead, label, pages, here }: SubpagesProps) {
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
      </div>
      <nav aria-label={label} className={styles.tabs}>
        {pages.map(({ path, name }) => (
          <Link key={path} href={path} aria-current={path === here ? "page" : undefined}>
            {name}
          </Link>
        ))}
      </nav>
    </header>
  );
}
