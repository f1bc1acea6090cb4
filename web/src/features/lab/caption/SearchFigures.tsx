import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { sentencesResultQuery } from "@/api/benchmarks";
import { Panel } from "@/components/ui/Panel";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./caption.module.css";

const COMMAND = "mindseye bench words --data DIR";
const RECALLS = ["recall@1", "recall@5", "recall@10"];

/** How well photos are found by sentences, and sentences by photos. */
export function SearchFigures() {
  const { t } = useTranslation("lab");
  const { percent, plain, count } = useNumbers();
  const { data } = useQuery(sentencesResultQuery("words"));
  if (!data) return null;
  if (!data.result)
    return (
      <Panel title={t("caption.search.title")}>
        <p className={styles.soft}>{t("caption.search.none")}</p>
        <code className={styles.command}>{COMMAND}</code>
      </Panel>
    );
  return (
    <Panel title={t("caption.search.title")}>
      <p className={styles.soft}>{t("caption.search.lead")}</p>
      <Scroll label={t("caption.search.title")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("caption.search.direction")}</th>
              <th scope="col">{t("caption.search.among")}</th>
              {RECALLS.map((metric) => (
                <th key={metric} scope="col">
                  {metric.replace("recall", "R")}
                </th>
              ))}
              <th scope="col">{t("caption.search.median")}</th>
            </tr>
          </thead>
          <tbody>
            {data.result.rows.map(({ setting, metrics }) => (
              <tr key={String(setting.direction)}>
                <th scope="row">{t(`caption.search.${String(setting.direction)}`, { defaultValue: String(setting.direction) })}</th>
                <td>{count(Number(setting.gallery))}</td>
                {RECALLS.map((metric) => (
                  <td key={metric}>{percent(metrics[metric] ?? 0, 1)}</td>
                ))}
                <td>{plain(metrics.median_rank ?? 0, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
