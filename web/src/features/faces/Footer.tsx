import { useTranslation } from "react-i18next";
import { Link } from "wouter";

import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./faces.module.css";

interface FooterProps {
  models: Readonly<Record<string, string>>;
  timings: Readonly<Record<string, number>>;
}

/** A step that took less was not taken. */
const SPENT = 0.05; // ms

/** How long each step took, who answered, and where the pictures stay. */
export function Footer({ models, timings }: FooterProps) {
  const { t } = useTranslation("faces");
  const { milliseconds } = useNumbers();
  return (
    <footer className={styles.footer}>
      <p>
        {Object.entries(timings)
          .filter(([, time]) => time >= SPENT)
          .map(([stage, time]) => (
            <span key={stage}>
              {t(`stages.${stage}`, { defaultValue: stage })} {milliseconds(time)}
            </span>
          ))}
      </p>
      <p>
        {Object.entries(models).map(([name, version]) => (
          <Link key={name} href={`/lab/models/${encodeURIComponent(name)}`}>
            {name} {version}
          </Link>
        ))}
      </p>
      <p>{t("private")}</p>
    </footer>
  );
}
