import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";

import styles from "./frame.module.css";
import { Logo } from "./Logo";
import { PAGES } from "./pages";

export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation("app");
  const [location] = useLocation();
  const here = PAGES.find((page) => location === page.path || location.startsWith(`${page.path}/`));

  useEffect(() => {
    document.title = here ? `${t(`pages.${here.name}`)} · ${t("name")}` : t("name");
  }, [here, t]);

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <header className={styles.bar}>
        <Link href="/draw" className={styles.brand}>
          <Logo />
          <span>{t("name")}</span>
        </Link>
        <nav aria-label={t("navigation")}>
          <ul>
            {PAGES.filter((page) => !page.under).map((page) => (
              <li key={page.name}>
                <Link href={page.path} aria-current={page.name === (here?.under ?? here?.name) ? "page" : undefined}>
                  {t(`pages.${page.name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
