import { useTranslation } from "react-i18next";

import type { MetricFigure } from "@/api/types";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "../lab.module.css";

const SHARES = new Set(["accuracy", "false_rejects", "catches"]);

/** A figure is only as good as the words beside it: on what data, by which protocol, from which commit. */
export function MetricTable({ metrics }: { metrics: readonly MetricFigure[] }) {
  const { t } = useTranslation("lab");
  const { percent, plain } = useNumbers();
  if (metrics.length === 0) return <Notice>{t("metrics.none")}</Notice>;
  return (
    <ul className={styles.metrics}>
      {metrics.map((figure, index) => (
        <li key={index}>
          <p>
            <span>{t(`metrics.names.${figure.metric}`, { defaultValue: figure.metric })}</span>
            <strong>{SHARES.has(figure.metric) ? percent(figure.value, 2) : plain(figure.value)}</strong>
          </p>
          <p className={styles.soft}>
            {figure.data} · {figure.protocol} · <code>{figure.commit}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}
