import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import styles from "./naming.module.css";

import "./messages";

interface SubpagesProps {
  here: "name" | "teach";
  title: ReactNode;
  lead?: ReactNode;
}

const PATHS = { name: "/classify", teach: "/teach" } as const;

/** The head of the pages that name pictures: with a model that is there, or with one's own. */
export function Subpages({ here, title, lead }: SubpagesProps) {
  const { t } = useTranslation("naming");
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead ? <p className={styles.soft}>{lead}</p> : null}
      </div>
      <nav aria-label={t("subpages.label")} className={styles.tabs}>
        {(["name", "teach"] as const).map((page) => (
          <Link key={page} href={PATHS[page]} aria-current={page === here ? "page" : undefined}>
            {t(`subpages.${page}`)}
          </Link>
        ))}
      </nav>
    </header>
  );
}
